-- What is stored: for whom, how long, where, and what it counts.
-- A row of files is one object of the store. Thumbnails and published copies are rows of their own below their picture,
-- so that quota, lifetime and backup know one kind of thing.

alter table public.users add column plan text not null default 'free' check (plan in ('free', 'premium'));

alter table public.files
    drop constraint files_kind_check,
    drop constraint files_state_check,
    drop constraint files_check1,
    add column parent_id uuid references public.files on delete cascade,
    add column md5 text,
    add column upload_id text check (length(upload_id) between 1 and 1024),
    add column part_size bigint check (part_size > 0),
    add column uploaded_at timestamptz,
    add column expires_at timestamptz,
    add column pinned_at timestamptz,
    add column warned_at timestamptz,
    -- A mail that could not be sent is tried again from then on.
    add column warn_after timestamptz,
    add column removed_at timestamptz,
    -- Since when the store is known not to have the object; a while later it counts as lost.
    add column missing_since timestamptz,
    add column width integer check (width > 0),
    add column height integer check (height > 0),
    add column failure_code text,
    add column failure_message text,
    add column storage_location text not null default 'primary' check (storage_location in ('primary', 'both', 'backup')),
    add column synced_at timestamptz,
    add column backup_etag text,
    add column sync_tried_at timestamptz,
    -- Counts against the quota, from the announcement of an upload on.
    add column kept_bytes bigint not null generated always as (
        case when state in ('awaiting', 'uploaded', 'ready') and (kind <> 'artifact' or pinned_at is not null)
            then size else 0 end
    ) stored,
    -- Audiobooks that go after a while: the service's own product, on loan.
    add column lent_bytes bigint not null generated always as (
        case when state in ('awaiting', 'uploaded', 'ready') and kind = 'artifact' and pinned_at is null
            then size else 0 end
    ) stored,
    add constraint files_kind check (kind in ('book', 'picture', 'thumbnail', 'publication', 'artifact')),
    -- awaiting → uploaded (a picture: → ready); rejected: turned down; expired: the bytes never came;
    -- removed: the lifetime is over; deleted: its owner did not want it any more.
    add constraint files_state check (
        state in ('awaiting', 'uploaded', 'ready', 'rejected', 'expired', 'removed', 'deleted')
    ),
    add constraint files_ready check (state <> 'ready' or kind in ('picture', 'thumbnail', 'publication')),
    add constraint files_parent check ((kind in ('thumbnail', 'publication')) = (parent_id is not null)),
    add constraint files_pinned_bytes check (state not in ('uploaded', 'ready') or etag is not null),
    add constraint files_pinned check (pinned_at is null or (kind = 'artifact' and expires_at is null)),
    add constraint files_removed check ((state in ('removed', 'deleted')) = (removed_at is not null)),
    add constraint files_parts check ((upload_id is null) = (part_size is null)),
    add constraint files_synced check ((storage_location = 'primary') = (synced_at is null)),
    add constraint files_backup check (storage_location = 'primary' or backup_etag is not null);

update public.files set
    uploaded_at = created_at,
    expires_at = created_at + case kind when 'book' then interval '30 days' else interval '90 days' end
where state = 'uploaded';

alter table public.jobs
    add column cover_file_id uuid references public.files on delete set null,
    add column cleared_at timestamptz;

drop index public.files_owner;
create index files_owner on public.files (user_id, created_at desc, id desc);
-- In the order in which stores list.
create index files_bytes on public.files (key collate "C");
create index files_parent on public.files (parent_id);
create index files_due on public.files (expires_at) where state in ('uploaded', 'ready');
create index files_unwarned on public.files (expires_at)
    where kind = 'artifact' and warned_at is null and state in ('uploaded', 'ready');
create index files_missing on public.files (missing_since)
    where missing_since is not null and state in ('uploaded', 'ready');
create index files_gone on public.files (coalesce(removed_at, created_at))
    where state in ('rejected', 'expired', 'removed', 'deleted');
create index files_unprepared on public.files (looked_at nulls first, created_at)
    where kind = 'picture' and state = 'uploaded';
create index files_unsynced on public.files (sync_tried_at nulls first, created_at)
    where storage_location = 'primary' and state in ('uploaded', 'ready');
create index files_backed_up on public.files (id)
    where storage_location <> 'primary' and state in ('uploaded', 'ready');
create index files_left_behind on public.files (key)
    where storage_location <> 'primary' and state not in ('uploaded', 'ready');
create index jobs_cover on public.jobs (cover_file_id);
create index jobs_uncleared on public.jobs (finished_at) where finished_at is not null and cleared_at is null;

create table public.storage (
    user_id uuid primary key references public.users on delete cascade,
    kept_bytes bigint not null default 0 check (kept_bytes >= 0),
    lent_bytes bigint not null default 0 check (lent_bytes >= 0)
);

insert into public.storage (user_id, kept_bytes, lent_bytes)
select u.id, coalesce(sum(f.kept_bytes), 0), coalesce(sum(f.lent_bytes), 0)
from public.users u left join public.files f on f.user_id = u.id group by u.id;

alter table public.storage enable row level security;
revoke all on public.storage from anon, authenticated;
grant select on public.storage to authenticated;
grant select, insert, update, delete on public.storage to service_role;
create policy storage_read_own on public.storage for select to authenticated using (user_id = (select auth.uid()));

-- The counters follow the rows, whoever changes them. Accounts are locked in one order, so that two batches don't
-- wait for each other.
create function public.count_files_added() returns trigger language plpgsql set search_path = '' as $$
begin
    insert into public.storage as s (user_id, kept_bytes, lent_bytes)
    select user_id, sum(kept_bytes), sum(lent_bytes) from added group by user_id order by user_id
    on conflict (user_id) do update
    set kept_bytes = s.kept_bytes + excluded.kept_bytes, lent_bytes = s.lent_bytes + excluded.lent_bytes;
    return null;
end $$;

create function public.count_files_changed() returns trigger language plpgsql set search_path = '' as $$
declare
    change record;
begin
    for change in
        select user_id, sum(kept_bytes) as kept, sum(lent_bytes) as lent from (
            select user_id, kept_bytes, lent_bytes from new_files
            union all
            select user_id, -kept_bytes, -lent_bytes from old_files
        ) c group by user_id having sum(kept_bytes) <> 0 or sum(lent_bytes) <> 0 order by user_id
    loop
        update public.storage set kept_bytes = kept_bytes + change.kept, lent_bytes = lent_bytes + change.lent
        where user_id = change.user_id;
    end loop;
    return null;
end $$;

create function public.count_files_removed() returns trigger language plpgsql set search_path = '' as $$
declare
    change record;
begin
    for change in
        select user_id, sum(kept_bytes) as kept, sum(lent_bytes) as lent from gone
        group by user_id having sum(kept_bytes) <> 0 or sum(lent_bytes) <> 0 order by user_id
    loop
        update public.storage set kept_bytes = kept_bytes - change.kept, lent_bytes = lent_bytes - change.lent
        where user_id = change.user_id;
    end loop;
    return null;
end $$;

revoke all on function public.count_files_added(), public.count_files_changed(), public.count_files_removed()
    from public, anon, authenticated;

create trigger files_added after insert on public.files
    referencing new table as added for each statement execute function public.count_files_added();
create trigger files_changed after update on public.files
    referencing old table as old_files new table as new_files
    for each statement execute function public.count_files_changed();
create trigger files_removed after delete on public.files
    referencing old table as gone for each statement execute function public.count_files_removed();

-- Removals owed. An exact key is one object and needs no listing.
alter table public.trash
    drop constraint trash_prefix_check,
    add column exact boolean not null default false,
    -- When the sweep came by last; whom it has not visited for longest is next.
    add column emptied_at timestamptz,
    add constraint trash_prefix check (prefix like 'users/%' or prefix like 'work/%' or prefix like 'public/%');

drop index public.trash_oldest;
create index trash_oldest on public.trash (emptied_at nulls first, created_at) where not exact;
create index trash_oldest_exact on public.trash (created_at) where exact;

-- Copies in the backup store whose originals are gone; they follow after some days. Those of erased accounts always do,
-- the others unless they are suspiciously many.
create table public.backup_removals (
    key text primary key check (length(key) between 1 and 1024),
    owed_since timestamptz not null,
    erased boolean not null default false
);

create index backup_removals_oldest on public.backup_removals (owed_since);

-- How many copies went lately, so that many small runs are not less suspicious than a large one.
create table public.copies_removed (
    removed_at timestamptz not null,
    copies integer not null check (copies > 0)
);

create index copies_removed_lately on public.copies_removed (removed_at);

-- How far a cleanup that goes round the whole store has come.
create table public.cleanup_cursors (
    name text primary key check (length(name) between 1 and 64),
    position text not null default '' check (length(position) <= 1024),
    updated_at timestamptz not null
);

-- Objects that no row speaks for; a while later they go.
create table public.strays (
    key text primary key check (length(key) between 1 and 1024),
    since timestamptz not null
);

create index strays_in_order on public.strays (key collate "C");

-- What is written in each store, so that nobody tidies up in another one.
create table public.store_marks (
    store text primary key check (length(store) between 1 and 64),
    id uuid not null default gen_random_uuid(),
    written_at timestamptz
);

alter table public.backup_removals enable row level security;
alter table public.copies_removed enable row level security;
alter table public.cleanup_cursors enable row level security;
alter table public.strays enable row level security;
alter table public.store_marks enable row level security;
revoke all on public.backup_removals, public.copies_removed, public.cleanup_cursors, public.strays, public.store_marks
    from anon, authenticated;
grant select, insert, update, delete on public.backup_removals, public.copies_removed, public.cleanup_cursors,
    public.strays, public.store_marks to service_role;
