"""The auth API of a Supabase project, by the name of its server: GoTrue."""
