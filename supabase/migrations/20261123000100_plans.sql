-- The plan before the price: what a book would become, what its owner chooses of that, and how words are pronounced.

-- requested → ready | refused, by an UPDATE that names the attempt that it expects. `etag` is of the bytes that are, or
-- were, read: a plan of others is asked for anew.
create table public.plans (
    file_id uuid primary key references public.files on delete cascade,
    user_id uuid not null references public.users on delete cascade,
    etag text not null,
    state text not null default 'requested' check (state in ('requested', 'ready', 'refused')),
    code text check (length(code) between 1 and 64),
    message text check (length(message) between 1 and 1000),
    body jsonb check (jsonb_typeof(body) = 'object'),
    attempt uuid,
    attempts integer not null default 0 check (attempts >= 0),
    lease_until timestamptz,
    heard_at timestamptz not null,
    requested_at timestamptz not null,
    check ((state = 'ready') = (body is not null)),
    check ((state = 'refused') = (code is not null and message is not null)),
    check (state = 'requested' or lease_until is null)
);

create index plans_owner on public.plans (user_id);
create index plans_silent on public.plans (heard_at) where state = 'requested';

-- One list per account, replaced as a whole.
create table public.pronunciations (
    user_id uuid primary key references public.users on delete cascade,
    entries jsonb not null check (jsonb_typeof(entries) = 'array' and jsonb_array_length(entries) <= 500),
    updated_at timestamptz not null
);

-- Parts, titles, notes, pronunciations; what is absent is as the plan suggests it.
alter table public.jobs add column choice jsonb not null default '{}' check (
    jsonb_typeof(choice) = 'object' and length(choice::text) <= 2000000
);

alter table public.plans enable row level security;
alter table public.pronunciations enable row level security;

revoke all on public.plans, public.pronunciations from anon, authenticated;
grant select on public.plans, public.pronunciations to authenticated;
grant select, insert, update, delete on public.plans, public.pronunciations to service_role;

create policy plans_read_own on public.plans for select to authenticated using (user_id = (select auth.uid()));
create policy pronunciations_read_own on public.pronunciations for select to authenticated
    using (user_id = (select auth.uid()));
