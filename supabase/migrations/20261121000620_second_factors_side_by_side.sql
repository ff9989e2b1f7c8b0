-- Sign-ins of one account wait for their second factor beside each other: whoever knows the password, or opens another
-- tab, takes nothing from the others. Of every other purpose there is one challenge for a subject, as before.
alter table public.challenges drop constraint challenges_pkey;
alter table public.challenges drop constraint challenges_token_hash_key;
alter table public.challenges add primary key (token_hash);

create unique index challenges_replaced on public.challenges (purpose, subject) where purpose <> 'second_factor';
create index challenges_waiting on public.challenges (subject) where purpose = 'second_factor';
