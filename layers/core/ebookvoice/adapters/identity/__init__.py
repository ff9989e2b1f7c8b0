"""Who checks credentials: the built-in provider, Supabase Auth, Google."""
