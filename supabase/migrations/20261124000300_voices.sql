-- Who can speak, as the engines last said it, and short samples of how they sound.

-- An engine that is set up. It is asked for its voices once a day; while its service is down, what it said last holds.
create table public.engines (
    name text primary key check (length(name) between 1 and 100),
    asked_at timestamptz not null,
    refreshed_at timestamptz
);

-- `position` is the place in the engine's own list, which it keeps in its own order of preference.
create table public.voices (
    id text primary key check (length(id) between 3 and 300),
    engine text not null references public.engines on delete cascade,
    position integer not null check (position >= 0),
    label text not null check (length(label) between 1 and 300),
    language text not null check (length(language) between 2 and 35),
    gender text check (length(gender) between 1 and 50),
    quality text not null check (quality in ('neural', 'formant')),
    multilingual boolean not null
);

create index voices_in_order on public.voices (engine, position);

-- A passage in a voice: the beginning of somebody's book, or (without a user) a text of the voice's language, which all
-- may hear. requested → ready | refused, by an UPDATE that names the attempt that it expects. `digest` names what is to
-- be spoken, by whom and how, so that nothing is spoken twice; what lies below the id goes when the time is over.
create table public.samples (
    id uuid primary key,
    digest text not null unique,
    user_id uuid references public.users on delete cascade,
    file_id uuid references public.files on delete cascade,
    voice text,
    direction jsonb not null default '{}' check (jsonb_typeof(direction) = 'object'),
    state text not null default 'requested' check (state in ('requested', 'ready', 'refused')),
    code text check (length(code) between 1 and 64),
    message text check (length(message) between 1 and 2000),
    spoken_by text,
    key text,
    size bigint check (size > 0),
    duration_ms integer check (duration_ms > 0),
    attempt uuid,
    attempts integer not null default 0 check (attempts >= 0),
    lease_until timestamptz,
    heard_at timestamptz not null,
    requested_at timestamptz not null,
    expires_at timestamptz,
    check ((user_id is null) = (file_id is null)),
    check (voice is not null or file_id is not null),
    check (case when state = 'ready' then num_nulls(spoken_by, key, size, duration_ms) = 0 else key is null end),
    check ((state = 'refused') = (code is not null and message is not null)),
    check (state = 'requested' or lease_until is null)
);

create index samples_owner on public.samples (user_id);
create index samples_file on public.samples (file_id);
create index samples_silent on public.samples (heard_at) where state = 'requested';
create index samples_expiring on public.samples (expires_at);

alter table public.trash
    drop constraint trash_prefix,
    add constraint trash_prefix check (
        prefix like 'users/%' or prefix like 'work/%' or prefix like 'previews/%' or prefix like 'public/%'
    );

alter table public.engines enable row level security;
alter table public.voices enable row level security;
alter table public.samples enable row level security;

revoke all on public.engines, public.voices, public.samples from anon, authenticated;
grant select on public.samples to authenticated;
grant select, insert, update, delete on public.engines, public.voices, public.samples to service_role;

create policy samples_read_own on public.samples for select to authenticated using (user_id = (select auth.uid()));
