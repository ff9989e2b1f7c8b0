-- How much each speech service is asked at once by all workers together, and the work that waits for one.

-- A turn is the right to one request, and a lease: `turns` maps each holder to the end of theirs, so that the turns of a
-- worker that was killed come back. They live in the row of their service because a statement that waited for a row's
-- lock sees what the lock's last holder made of that row, but counts rows of another table as they were before.
create table public.providers (
    name text primary key check (length(name) between 1 and 100),
    ceiling integer not null check (ceiling > 0),
    allowed integer not null check (allowed > 0),
    state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
    -- What is known of a request counts only if it began in the epoch that still lasts.
    epoch bigint not null default 0 check (epoch >= 0),
    -- Answers since `allowed` changed, or was last considered; faults in a row, and since when.
    fine integer not null default 0 check (fine >= 0),
    faults integer not null default 0 check (faults >= 0),
    faults_since timestamptz,
    changed_at timestamptz not null,
    -- Cool-offs in a row, and the end of this one.
    cool_offs integer not null default 0 check (cool_offs >= 0),
    opened_until timestamptz,
    turns jsonb not null default '{}' check (jsonb_typeof(turns) = 'object'),
    check ((state = 'open') = (opened_until is not null)),
    check ((faults > 0) = (faults_since is not null))
);

alter table public.providers enable row level security;

revoke all on public.providers from anon, authenticated;
grant select, insert, update, delete on public.providers to service_role;

-- A job waits from the first of its segments that is put off until one is spoken.
alter table public.jobs
    add column waiting_for text,
    add column waiting_since timestamptz,
    add column waiting_until timestamptz,
    add constraint jobs_waiting check (num_nulls(waiting_for, waiting_since, waiting_until) in (0, 3));

create index jobs_waiting_longest on public.jobs (waiting_since) where waiting_since is not null;

-- Until then the message that was in hand when a segment was put off is on its way; others come too early.
alter table public.segments add column put_off_until timestamptz;

-- A message is owed from some time on.
alter table public.outbox add column due_at timestamptz not null default now();

update public.outbox set due_at = created_at;

drop index public.outbox_oldest;
create index outbox_due on public.outbox (due_at);
