-- Chapters are mastered one by one, as soon as the last of their segments is spoken, and bound when all of them are.

-- waiting → mastering → done, by an UPDATE that names the attempt that it expects; the audio of a chapter and its
-- timings are official from then on. `audio` says where each encoding lies: codec → key, size, sha256, etag.
alter table public.chapters
    add column state text not null default 'waiting' check (state in ('waiting', 'mastering', 'done')),
    add column attempt uuid,
    add column attempts integer not null default 0 check (attempts >= 0),
    add column lease_until timestamptz,
    -- Since when the chapter could be mastered, or was called for again.
    add column heard_at timestamptz,
    add column audio jsonb not null default '{}' check (jsonb_typeof(audio) = 'object'),
    add column timings_key text,
    -- After mastering: LUFS (null: silent), dBTP, and the gain that led there in dB.
    add column loudness double precision,
    add column peak double precision,
    add column gain double precision,
    -- Characters that were spoken, how many passages another voice has spoken, and the first of these with their text.
    add column characters_spoken bigint check (characters_spoken between 0 and characters),
    add column substituted integer not null default 0,
    add column substitutions jsonb not null default '[]' check (jsonb_typeof(substitutions) = 'array');

-- The speech of finished books was published as it was made.
update public.chapters c set state = 'done', characters_spoken = c.characters
from public.jobs j where j.id = c.job_id and j.state = 'completed';

alter table public.chapters
    add constraint chapters_leased check ((state = 'mastering') = (lease_until is not null)),
    add constraint chapters_spoken check (state = 'waiting' or remaining = 0),
    add constraint chapters_substituted check (jsonb_array_length(substitutions) <= least(substituted, 500)),
    add constraint chapters_done check ((state = 'done') = (characters_spoken is not null));

create index chapters_leased on public.chapters (lease_until) where state = 'mastering';
create index chapters_unheard on public.chapters (heard_at) where state = 'waiting' and remaining = 0;

-- How the book is narrated, what it is made into, and how many chapters are still to be mastered.
alter table public.jobs
    add column direction jsonb not null default '{}' check (jsonb_typeof(direction) = 'object'),
    add column formats text[] not null default '{m4b}' check (
        cardinality(formats) between 1 and 6
        and formats <@ '{m4b,mp3,opus,captions,readalong,transcript}'::text[]
    ),
    add column chapters_remaining integer not null default 0 check (chapters_remaining >= 0);

-- What is under way was spoken in the form of before, which nobody masters: it is spoken once more. The sweep calls for
-- it, since nothing was heard of it.
update public.segments s
set state = 'pending', attempt = null, attempts = 0, lease_until = null, audio_key = null, timings_key = null,
    samples = null, sample_rate = null
from public.jobs j where j.id = s.job_id and j.state in ('synthesizing', 'assembling');

update public.chapters c
set remaining = (select count(*) from public.segments s where s.job_id = c.job_id and s.chapter = c.number),
    characters_done = 0, samples = 0
from public.jobs j where j.id = c.job_id and j.state in ('synthesizing', 'assembling');

update public.jobs j
set state = 'synthesizing', attempt = null, attempts = 0, lease_until = null, characters_done = 0, sample_rate = null,
    remaining = (select count(*) from public.segments s where s.job_id = j.id),
    chapters_remaining = (select count(*) from public.chapters c where c.job_id = j.id)
where j.state in ('synthesizing', 'assembling');

alter table public.outbox drop constraint outbox_queue_check;
alter table public.outbox
    add constraint outbox_queue check (queue in ('uploads', 'segments', 'chapters', 'assembly'));

-- An audiobook is one file that its owner sees, and others below it that come and go with it: its other formats, and
-- its chapters, which have rows as soon as they are mastered and come below the first when that is made.
alter table public.files
    add column format text check (
        format in (
            'm4b', 'mp3', 'opus', 'captions', 'readalong', 'transcript', 'transcript-a4', 'transcript-letter',
            'transcript-a4-marked', 'transcript-letter-marked', 'metadata'
        )
    ),
    add column chapter integer check (chapter >= 0);

update public.files set format = 'm4b' where kind = 'artifact';

alter table public.files
    drop constraint files_job_id_key,
    drop constraint files_parent,
    add constraint files_format check ((kind = 'artifact') = (format is not null)),
    add constraint files_chapter check (chapter is null or kind = 'artifact'),
    add constraint files_parent check (
        case when kind in ('thumbnail', 'publication') then parent_id is not null
            else parent_id is null or kind = 'artifact' end
    );

create unique index files_one_artifact on public.files (job_id, format, coalesce(chapter, -1));
