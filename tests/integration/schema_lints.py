"""What must not be in a schema that clients may reach: a query each, whose every row is a fault.

The dangers are those that Supabase's linter (splinter) names, and some that it does not see.
"""

from typing import Any, LiteralString

import psycopg

LINTS: dict[str, LiteralString] = {
    "a table without row-level security": """
        select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity
    """,
    "policies on a table that does not ask for them": """
        select polname from pg_policy join pg_class c on c.oid = polrelid where not relrowsecurity
    """,
    "a policy that looks at no column": """
        select polname from pg_policy p where not exists (
            select from pg_depend where classid = 'pg_policy'::regclass and objid = p.oid
                and refclassid = 'pg_class'::regclass and refobjid = polrelid and refobjsubid > 0
        )
    """,
    "a policy that is always true": """
        select polname from pg_policy
        where 'true' in (pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    """,
    "a policy for everybody": "select polname from pg_policy where polroles = '{0}'",
    "a policy that asks who it is for every row": """
        select polname from pg_policy
        where regexp_replace(
            concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)),
            'SELECT (auth\\.\\w+\\(\\)|current_setting\\([^)]*\\))', '', 'g'
        ) ~ 'auth\\.\\w+\\(|current_setting\\('
    """,
    "a policy that believes what users say of themselves": """
        select polname from pg_policy
        where concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) ~ 'user_metadata'
    """,
    "an update without a check of what comes out": """
        select polname from pg_policy where polcmd in ('w', '*') and polwithcheck is null
    """,
    "an owner's column without an index": """
        select polrelid::regclass, attname from pg_policy p
        join pg_depend on classid = 'pg_policy'::regclass and objid = p.oid and refobjid = polrelid and refobjsubid > 0
        join pg_attribute on attrelid = polrelid and attnum = refobjsubid
        where pg_get_expr(polqual, polrelid) ~ 'auth\\.uid\\(\\)' and not exists (
            select from pg_index where indrelid = polrelid and indkey[0] = attnum and indpred is null and indisvalid
        )
    """,
    "a foreign key without an index": """
        select conname from pg_constraint
        where contype = 'f' and connamespace = 'public'::regnamespace and not exists (
            select from pg_index
            where indrelid = conrelid and indkey[0] = any(conkey) and indpred is null and indisvalid
        )
    """,
    "two indexes that are the same": """
        select min(indexrelid::regclass::text) from pg_index join pg_class c on c.oid = indexrelid
        where relnamespace = 'public'::regnamespace
        group by indrelid, indkey::text, indclass::text, indoption::text, indisunique,
            pg_get_expr(indpred, indrelid), pg_get_expr(indexprs, indrelid)
        having count(*) > 1
    """,
    "a function with its owner's rights": """
        select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
    """,
    "a function whose search path is the caller's": """
        select proname from pg_proc where pronamespace in ('public'::regnamespace, 'auth'::regnamespace)
            and not exists (select from unnest(proconfig) setting where setting like 'search_path=%%')
    """,
    "a function that strangers may call": """
        select proname from pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
        where pronamespace = 'public'::regnamespace and grantee in (0, 'anon'::regrole, 'authenticated'::regrole)
    """,
    "a view with its owner's rights": """
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
            and coalesce(reloptions, '{}') && '{security_invoker=on,security_invoker=true}' is false
    """,
    "a table that no policy can guard": """
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('m', 'f')
    """,
    "a secret that clients may read": """
        select attrelid::regclass, attname from pg_attribute join pg_class c on c.oid = attrelid,
            unnest('{anon,authenticated}'::regrole[]) client
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
            and attname ~ 'secret|password|token|_hash$'
            and has_column_privilege(client::oid, attrelid, attnum, 'select')
    """,
    "a client that may make things": """
        select client from unnest('{anon,authenticated,service_role}'::regrole[]) client
        where has_schema_privilege(client::oid, 'public', 'create')
    """,
    "a client above the policies": """
        select rolname from pg_roles where rolname in ('anon', 'authenticated', 'authenticator')
            and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
    """,
    "a client that owns what it reads": """
        select relname from pg_class where relnamespace = 'public'::regnamespace
            and relowner in ('anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole)
    """,
    "an extension among the tables": "select extname from pg_extension where extnamespace = 'public'::regnamespace",
}

GRANTS: LiteralString = """
    select grantee::regrole::text as role, relname as name, privilege_type as verb
    from pg_class, aclexplode(relacl) where relnamespace = 'public'::regnamespace and relkind <> 'i'
        and grantee in (0, 'anon'::regrole, 'authenticated'::regrole)
    union
    select grantee::regrole::text, relname || '.' || attname, privilege_type
    from pg_attribute join pg_class c on c.oid = attrelid, aclexplode(attacl)
    where relnamespace = 'public'::regnamespace and grantee in (0, 'anon'::regrole, 'authenticated'::regrole)
"""
"""What clients may do at all; nobody (`-`) is everybody."""


def faults(connection: psycopg.Connection[Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Run every lint; return what was found, by lint."""
    found = {name: connection.execute(query).fetchall() for name, query in LINTS.items()}
    return {name: rows for name, rows in found.items() if rows}


def grants(connection: psycopg.Connection[Any]) -> set[tuple[str, str, str]]:
    """List what clients may do: role, table (or table.column), verb."""
    return set(connection.execute(GRANTS).fetchall())
