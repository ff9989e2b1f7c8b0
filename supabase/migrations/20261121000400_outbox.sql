-- What a committed transaction still owes the world: messages to queues, and objects to remove.
-- Nobody but the service sees these rows.

create table public.outbox (
    id uuid primary key,
    queue text not null check (queue in ('uploads', 'segments', 'assembly')),
    body jsonb not null,
    message_group text not null,
    created_at timestamptz not null default now()
);

create table public.trash (
    prefix text primary key check (prefix like 'users/%'),
    created_at timestamptz not null default now()
);

create index outbox_oldest on public.outbox (created_at);
create index trash_oldest on public.trash (created_at);

alter table public.outbox enable row level security;
alter table public.trash enable row level security;

revoke all on public.outbox, public.trash from anon, authenticated;
grant select, insert, update, delete on public.outbox, public.trash to service_role;
