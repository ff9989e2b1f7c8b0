-- Private podcast feeds: of one audiobook, or of all that an account has.

-- Whoever shows the token reads the feed, and nothing else; it is shown once, and only its SHA-256 is kept. A feed that
-- is revoked has no row any more. `digest` is that of the document as it was read last, and `changed_at` when it became so.
create table public.feeds (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users on delete cascade,
    audiobook_id uuid references public.jobs on delete cascade,
    token_hash bytea not null unique check (length(token_hash) = 32),
    created_at timestamptz not null default now(),
    read_at timestamptz,
    digest bytea check (length(digest) = 32),
    changed_at timestamptz,
    check (num_nulls(read_at, digest, changed_at) in (0, 3))
);

create index feeds_owner on public.feeds (user_id, created_at);
create index feeds_audiobook on public.feeds (audiobook_id);

alter table public.feeds enable row level security;

revoke all on public.feeds from anon, authenticated;
grant select, insert, update, delete on public.feeds to service_role;

-- An audiobook's cover may be kept beside its files, for those that show it without opening them.
alter table public.files
    drop constraint files_format_check,
    add constraint files_format_check check (
        format in (
            'm4b', 'mp3', 'opus', 'captions', 'readalong', 'transcript', 'transcript-a4', 'transcript-letter',
            'transcript-a4-marked', 'transcript-letter-marked', 'metadata', 'cover'
        )
    );
