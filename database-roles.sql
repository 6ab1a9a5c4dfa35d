-- The portal's two database roles, made once by the superuser in the still empty database `portal`, before the first
-- migration. Passwords come from the environment: DATABASE_OWNER_PASSWORD, DATABASE_PASSWORD.
-- docker-compose.yml runs it; without Docker: psql --dbname portal --file database-roles.sql
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv password DATABASE_PASSWORD

-- Owns every table and runs the migrations, nothing else.
CREATE ROLE portal_owner LOGIN PASSWORD :'owner_password';
-- Web, worker and beat. Owns nothing, so it can neither lift a trigger nor change a table.
CREATE ROLE portal LOGIN PASSWORD :'password';
-- An audit entry that is committed long after its time is taken for a forged one (docs/security.md).
ALTER ROLE portal SET statement_timeout = '10min';
ALTER ROLE portal SET idle_in_transaction_session_timeout = '10min';

ALTER DATABASE portal OWNER TO portal_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO portal_owner;
GRANT USAGE ON SCHEMA public TO portal;

-- Of every table the owner makes from now on. Migrations take UPDATE and DELETE away again from those that are
-- append-only (governance/append_only.py).
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO portal;
