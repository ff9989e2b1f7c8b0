-- Credits in two phases (hold, then post or void). The balance and its event change in one statement; events are only ever added
-- and sum to the balance.

create table public.credits (
    user_id uuid primary key references public.users on delete cascade,
    balance integer not null check (balance >= 0)
);

create table public.credit_events (
    id bigint generated always as identity primary key,
    user_id uuid not null references public.users on delete cascade,
    kind text not null check (kind in ('grant', 'hold', 'post', 'void')),
    amount integer not null,
    job_id uuid,
    created_at timestamptz not null default now(),
    check (
        (kind = 'grant' and amount > 0 and job_id is null)
        or (kind = 'hold' and amount <= 0 and job_id is not null)
        or (kind = 'post' and amount = 0 and job_id is not null)
        or (kind = 'void' and amount >= 0 and job_id is not null)
    )
);

create unique index credit_events_one_hold on public.credit_events (job_id) where kind = 'hold';
create unique index credit_events_one_resolution on public.credit_events (job_id) where kind in ('post', 'void');
create index credit_events_owner on public.credit_events (user_id);

alter table public.credits enable row level security;
alter table public.credit_events enable row level security;

revoke all on public.credits, public.credit_events from anon, authenticated, service_role;
grant select on public.credits, public.credit_events to authenticated;
grant select, insert, update on public.credits to service_role;
grant select, insert on public.credit_events to service_role;

create policy credits_read_own on public.credits for select to authenticated using (user_id = (select auth.uid()));
create policy credit_events_read_own on public.credit_events for select to authenticated using (user_id = (select auth.uid()));
