-- Who owns what. Every table has row-level security from the first day: owners may look, only the service writes.
-- On Supabase `auth.uid()` and the roles anon, authenticated and service_role exist; the embedded Postgres makes them first.

create table public.users (
    id uuid primary key default gen_random_uuid(),
    email text not null unique check (length(email) between 3 and 320),
    created_at timestamptz not null default now()
);

create table public.credentials (
    user_id uuid primary key references public.users on delete cascade,
    password_hash text not null,
    updated_at timestamptz not null default now()
);

alter table public.users enable row level security;
alter table public.credentials enable row level security;

revoke all on public.users, public.credentials from anon, authenticated;
grant select on public.users to authenticated;
grant select, insert, update, delete on public.users, public.credentials to service_role;

create policy users_read_own on public.users for select to authenticated using (id = (select auth.uid()));
