-- Files, and the conversions made of them. A state changes only by an UPDATE that names the state it expects.

create table public.jobs (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users on delete cascade,
    file_id uuid not null,
    state text not null check (
        state in ('awaiting_upload', 'queued', 'reading', 'synthesizing', 'assembling', 'completed', 'failed', 'cancelled')
    ),
    voice text,
    requested_title text check (length(requested_title) between 1 and 500),
    title text,
    authors text[] not null default '{}',
    language text,
    metadata jsonb not null default '{}',
    skipped jsonb not null default '[]',
    book_key text,
    book_etag text,
    cover_key text,
    cover_type text,
    characters bigint not null default 0 check (characters >= 0),
    characters_done bigint not null default 0 check (characters_done between 0 and characters),
    remaining integer not null default 0 check (remaining >= 0),
    samples bigint check (samples > 0),
    sample_rate integer check (sample_rate > 0),
    attempt uuid,
    attempts integer not null default 0 check (attempts >= 0),
    lease_until timestamptz,
    heard_at timestamptz not null default now(),
    failure_code text,
    failure_message text,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    check ((state in ('completed', 'failed', 'cancelled')) = (finished_at is not null)),
    check ((state = 'failed') = (failure_code is not null))
);

create table public.files (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users on delete cascade,
    job_id uuid unique references public.jobs on delete cascade,
    kind text not null check (kind in ('book', 'artifact')),
    key text not null unique,
    filename text not null check (length(filename) between 1 and 255),
    content_type text not null,
    size bigint not null check (size > 0),
    sha256 text not null,
    state text not null check (state in ('awaiting', 'uploaded', 'rejected', 'expired')),
    etag text,
    looked_at timestamptz,
    created_at timestamptz not null default now(),
    check ((kind = 'artifact') = (job_id is not null)),
    check (state <> 'uploaded' or etag is not null)
);

alter table public.jobs add foreign key (file_id) references public.files on delete cascade;

create index jobs_owner on public.jobs (user_id, created_at desc);
create index jobs_file on public.jobs (file_id);
create index jobs_silent on public.jobs (heard_at) where state in ('queued', 'reading', 'synthesizing', 'assembling');
create index files_owner on public.files (user_id, created_at desc);
create index files_awaiting on public.files (looked_at nulls first, created_at) where state = 'awaiting';

create table public.chapters (
    job_id uuid not null references public.jobs on delete cascade,
    number integer not null check (number >= 0),
    user_id uuid not null references public.users on delete cascade,
    title text not null,
    characters bigint not null check (characters >= 0),
    characters_done bigint not null default 0 check (characters_done between 0 and characters),
    remaining integer not null check (remaining >= 0),
    samples bigint not null default 0 check (samples >= 0),
    primary key (job_id, number)
);

create table public.segments (
    id uuid primary key default gen_random_uuid(),
    job_id uuid not null,
    chapter integer not null,
    number integer not null check (number >= 0),
    user_id uuid not null references public.users on delete cascade,
    text_offset bigint not null check (text_offset >= 0),
    text_length integer not null check (text_length > 0),
    characters integer not null check (characters >= 0),
    state text not null default 'pending' check (state in ('pending', 'speaking', 'done')),
    attempt uuid,
    attempts integer not null default 0 check (attempts >= 0),
    lease_until timestamptz,
    audio_key text,
    timings_key text,
    samples bigint check (samples > 0),
    sample_rate integer check (sample_rate > 0),
    unique (job_id, number),
    foreign key (job_id, chapter) references public.chapters (job_id, number) on delete cascade,
    check ((state = 'done') = (audio_key is not null and timings_key is not null and samples is not null and sample_rate is not null)),
    check ((state = 'speaking') = (lease_until is not null))
);

create index chapters_owner on public.chapters (user_id);
create index segments_owner on public.segments (user_id);
create index segments_leased on public.segments (lease_until) where state = 'speaking';

alter table public.jobs enable row level security;
alter table public.files enable row level security;
alter table public.chapters enable row level security;
alter table public.segments enable row level security;

revoke all on public.jobs, public.files, public.chapters, public.segments from anon, authenticated;
grant select on public.jobs, public.files, public.chapters to authenticated;
grant select, insert, update, delete on public.jobs, public.files, public.chapters, public.segments to service_role;

create policy jobs_read_own on public.jobs for select to authenticated using (user_id = (select auth.uid()));
create policy files_read_own on public.files for select to authenticated using (user_id = (select auth.uid()));
create policy chapters_read_own on public.chapters for select to authenticated using (user_id = (select auth.uid()));
