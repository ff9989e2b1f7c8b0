-- An administrator who takes a lost second factor away also ends the sessions of that account.
alter table public.sessions drop constraint sessions_ended_why_check;
alter table public.sessions add constraint sessions_ended_why_check check (
    ended_why in ('sign_out', 'ended_by_user', 'password_changed', 'disabled', 'token_reused', 'second_factor_removed')
);
