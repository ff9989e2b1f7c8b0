-- Credits that are bought, given and taken back, and requests that count once.

create table public.purchases (
    -- The payment provider's own name of the checkout.
    id text primary key check (length(id) between 1 and 255),
    user_id uuid not null references public.users on delete cascade,
    payment text unique check (length(payment) between 1 and 255),
    credits integer not null check (credits between 1 and 1000000),
    -- Credits that were taken back: as many as the account still had of those that the money was paid back for.
    refunded integer not null default 0 check (refunded between 0 and credits),
    amount bigint not null check (amount between 1 and 100000000),
    -- What was paid back so far, and what was lost to disputes.
    refunded_amount bigint not null default 0 check (refunded_amount >= 0),
    disputed_amount bigint not null default 0 check (disputed_amount >= 0),
    currency text not null check (currency ~ '^[a-z]{3}$'),
    created_at timestamptz not null
);

create index purchases_owner on public.purchases (user_id, created_at desc);

-- Messages of the payment provider that were taken in; each counts once.
create table public.webhook_events (
    id text primary key check (length(id) between 1 and 255),
    received_at timestamptz not null,
    -- What was lost to a dispute about a payment that was not known yet.
    payment text check (length(payment) between 1 and 255),
    disputed_amount bigint check (disputed_amount between 0 and 100000000),
    check ((payment is null) = (disputed_amount is null))
);

create index webhook_events_oldest on public.webhook_events (received_at);
create index webhook_events_payment on public.webhook_events (payment) where payment is not null;

alter table public.credits add constraint credits_bounded check (balance <= 1000000000);

alter table public.credit_events
    drop constraint credit_events_kind_check,
    drop constraint credit_events_check,
    add column purchase_id text references public.purchases on delete cascade,
    -- Who gave them, and why; the database keeps no name of an administrator whose account is gone.
    add column granted_by uuid references public.users on delete set null,
    add column reason text check (length(reason) between 1 and 500),
    add constraint credit_events_kind check (kind in ('grant', 'purchase', 'refund', 'hold', 'post', 'void')),
    add constraint credit_events_shape check (
        (kind = 'grant' and amount between 1 and 1000000 and job_id is null and purchase_id is null)
        or (kind = 'purchase' and amount between 1 and 1000000 and job_id is null and purchase_id is not null)
        or (kind = 'refund' and amount between -1000000 and 0 and job_id is null and purchase_id is not null)
        or (kind = 'hold' and amount between -1000000 and 0 and job_id is not null and purchase_id is null)
        or (kind = 'post' and amount = 0 and job_id is not null and purchase_id is null)
        or (kind = 'void' and amount between 0 and 1000000 and job_id is not null and purchase_id is null)
    );

create unique index credit_events_one_purchase on public.credit_events (purchase_id) where kind = 'purchase';
create index credit_events_purchase on public.credit_events (purchase_id);
create index credit_events_granted_by on public.credit_events (granted_by);
drop index public.credit_events_owner;
create index credit_events_owner on public.credit_events (user_id, id desc);

create table public.idempotency_keys (
    user_id uuid not null references public.users on delete cascade,
    endpoint text not null check (length(endpoint) between 1 and 100),
    key text not null check (length(key) between 1 and 255),
    digest bytea not null check (length(digest) = 32),
    -- What the first request made, written in the same transaction; and its answer, word by word, written after it.
    made jsonb not null,
    answer jsonb,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    primary key (user_id, endpoint, key)
);

create index idempotency_keys_expired on public.idempotency_keys (expires_at);

alter table public.purchases enable row level security;
alter table public.webhook_events enable row level security;
alter table public.idempotency_keys enable row level security;

revoke all on public.purchases, public.webhook_events, public.idempotency_keys from anon, authenticated, service_role;
grant select on public.purchases to authenticated;
grant select, insert, update on public.purchases to service_role;
grant select, insert, update, delete on public.webhook_events, public.idempotency_keys to service_role;

create policy purchases_read_own on public.purchases for select to authenticated using (user_id = (select auth.uid()));
