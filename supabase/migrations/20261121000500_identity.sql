-- Who may come in, how, and since when. An account is a person; an identity is one way in that was proved to be theirs.

alter table public.users
    add column name text check (length(name) between 1 and 255),
    add column picture text check (length(picture) between 1 and 2048 and picture like 'https://%'),
    add column role text not null default 'user' check (role in ('user', 'admin')),
    add column disabled_at timestamptz,
    -- Counts the times that all sessions were ended. A sign-in that began before one of them opens none after it.
    add column epoch integer not null default 0 check (epoch >= 0);

create table public.identities (
    issuer text not null check (length(issuer) between 1 and 255),
    subject text not null check (length(subject) between 1 and 320),
    user_id uuid not null references public.users on delete cascade,
    created_at timestamptz not null default now(),
    primary key (issuer, subject)
);

-- An issuer vouches for an account under one subject only.
create unique index identities_owner on public.identities (user_id, issuer);

-- The built-in provider's own table: it knows addresses, as any other provider does, and no accounts.
-- Nobody had to prove their address until now, so a password that was chosen then may be anybody's. It stays only where
-- nobody can receive mail and nothing else can lead (RFC 2606); all others set a new one by mail.
delete from public.credentials c using public.users u where u.id = c.user_id and u.email not like '%.invalid';
alter table public.credentials add column email text;
update public.credentials c set email = u.email from public.users u where u.id = c.user_id;
insert into public.identities (issuer, subject, user_id) select 'builtin', email, user_id from public.credentials;
alter table public.credentials
    drop column user_id,
    add primary key (email);

-- Something that was sent to somebody, or that only they hold, and that counts once: a link, a code, a step of a sign-in.
-- Only hashes are kept. A new challenge of a purpose takes the place of the one before.
create table public.challenges (
    purpose text not null check (
        purpose in ('sign_up', 'magic_link', 'reset_password', 'reauthentication', 'second_factor', 'google', 'hand_over')
    ),
    subject text not null check (length(subject) between 1 and 320),
    token_hash bytea not null unique check (length(token_hash) = 32),
    code_hash bytea check (length(code_hash) = 32),
    attempts integer not null default 0 check (attempts >= 0),
    payload jsonb not null default '{}',
    created_at timestamptz not null default now(),
    expires_at timestamptz not null check (expires_at > created_at),
    primary key (purpose, subject)
);

create index challenges_expired on public.challenges (expires_at);

-- `generation` counts the refreshes; `confirmed` says that the client has shown what the last one gave it.
create table public.sessions (
    id uuid primary key,
    user_id uuid not null references public.users on delete cascade,
    mode text not null check (mode in ('cookie', 'bearer')),
    generation integer not null default 0 check (generation >= 0),
    confirmed boolean not null default false,
    rotated_at timestamptz not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    authenticated_at timestamptz,
    device_id bytea check (length(device_id) = 32),
    agent text not null check (length(agent) <= 64),
    language text not null check (length(language) <= 35),
    place text not null check (length(place) <= 64),
    ended_at timestamptz,
    ended_why text check (ended_why in ('sign_out', 'ended_by_user', 'password_changed', 'disabled', 'token_reused')),
    check ((ended_at is null) = (ended_why is null))
);

create index sessions_owner on public.sessions (user_id, seen_at desc);
create index sessions_expired on public.sessions (expires_at);

create table public.second_factors (
    user_id uuid primary key references public.users on delete cascade,
    sealed_secret bytea not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0 check (last_step >= 0),
    created_at timestamptz not null default now()
);

create table public.recovery_codes (
    user_id uuid not null references public.second_factors on delete cascade,
    code_hash bytea not null check (length(code_hash) = 32),
    primary key (user_id, code_hash)
);

-- The times of the requests that were let through within the window, at most as many as the limit is.
create table public.rate_limits (
    key text primary key check (length(key) between 1 and 400),
    hits timestamptz[] not null,
    expires_at timestamptz not null
);

create index rate_limits_expired on public.rate_limits (expires_at);

create table public.flags (
    name text primary key check (name ~ '^[a-z][a-z0-9_]{0,63}$'),
    enabled boolean not null,
    description text not null default '' check (length(description) <= 500),
    visible boolean not null default true,
    updated_at timestamptz not null default now()
);

alter table public.identities enable row level security;
alter table public.challenges enable row level security;
alter table public.sessions enable row level security;
alter table public.second_factors enable row level security;
alter table public.recovery_codes enable row level security;
alter table public.rate_limits enable row level security;
alter table public.flags enable row level security;

revoke all on public.identities, public.challenges, public.sessions, public.second_factors, public.recovery_codes,
    public.rate_limits, public.flags from anon, authenticated;
-- What a project grants by default to whatever is made: the numbers of the events of credits.
revoke all on all sequences in schema public from anon, authenticated;
grant select on public.identities, public.sessions to authenticated;
grant select on public.flags to anon, authenticated;
grant select, insert, update, delete on public.identities, public.challenges, public.sessions, public.second_factors,
    public.recovery_codes, public.rate_limits, public.flags to service_role;

create policy identities_read_own on public.identities for select to authenticated using (user_id = (select auth.uid()));
create policy sessions_read_own on public.sessions for select to authenticated using (user_id = (select auth.uid()));
create policy flags_read_visible on public.flags for select to anon, authenticated using (visible);
