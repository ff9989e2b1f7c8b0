-- Which request a job goes back to: its id is in every message and in every line of the log that the job makes.

alter table public.jobs add column correlation_id text check (length(correlation_id) between 1 and 200);
