-- Times are microseconds since 1970, UTC. Names of users in other tables are no references: those stay when users go.
-- +goose Up
CREATE TABLE roles (
    name        TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    permissions JSON NOT NULL,
    built_in    BOOLEAN NOT NULL,
    revision    BIGINT NOT NULL
);

CREATE TABLE users (
    name      TEXT PRIMARY KEY,
    title     TEXT NOT NULL,
    email     TEXT NOT NULL,
    role      TEXT NOT NULL REFERENCES roles (name),
    disabled  BOOLEAN NOT NULL,
    password  TEXT NOT NULL,
    language  TEXT NOT NULL,
    created   BIGINT NOT NULL,
    last_seen BIGINT,
    revision  BIGINT NOT NULL
);
CREATE INDEX users_role ON users (role);

CREATE TABLE workspaces (
    name     TEXT PRIMARY KEY,
    title    TEXT NOT NULL,
    created  BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE workspace_members (
    workspace TEXT NOT NULL REFERENCES workspaces (name) ON DELETE CASCADE,
    member    TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    since     BIGINT NOT NULL,
    PRIMARY KEY (workspace, member)
);
CREATE INDEX workspace_members_member ON workspace_members (member);

CREATE TABLE clusters (
    name       TEXT PRIMARY KEY,
    title      TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    embedded   TEXT NOT NULL,
    server     TEXT NOT NULL,
    state      TEXT NOT NULL,
    message    TEXT NOT NULL,
    version    TEXT NOT NULL,
    nodes      BIGINT NOT NULL,
    seen       BIGINT,
    created    BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    kubeconfig BYTEA
);

CREATE TABLE projects (
    name      TEXT PRIMARY KEY,
    title     TEXT NOT NULL,
    workspace TEXT NOT NULL REFERENCES workspaces (name),
    cluster   TEXT NOT NULL REFERENCES clusters (name),
    state     TEXT NOT NULL,
    message   TEXT NOT NULL,
    created   BIGINT NOT NULL,
    revision  BIGINT NOT NULL
);
CREATE INDEX projects_workspace ON projects (workspace);
CREATE INDEX projects_cluster ON projects (cluster);

CREATE TABLE project_members (
    project TEXT NOT NULL REFERENCES projects (name) ON DELETE CASCADE,
    member  TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    role    TEXT NOT NULL,
    since   BIGINT NOT NULL,
    PRIMARY KEY (project, member)
);
CREATE INDEX project_members_member ON project_members (member);

CREATE TABLE invitations (
    id         TEXT PRIMARY KEY,
    workspace  TEXT NOT NULL REFERENCES workspaces (name) ON DELETE CASCADE,
    role       TEXT NOT NULL,
    email      TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created    BIGINT NOT NULL,
    expires    BIGINT NOT NULL,
    accepted   BIGINT,
    hash       TEXT NOT NULL UNIQUE
);
CREATE INDEX invitations_workspace ON invitations (workspace);

CREATE TABLE sessions (
    hash    TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    seen    BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE tokens (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    expires BIGINT,
    used    BIGINT,
    hash    TEXT NOT NULL UNIQUE
);
CREATE INDEX tokens_account ON tokens (account);

CREATE TABLE links (
    hash    TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    expires BIGINT NOT NULL
);

-- +goose Down
DROP TABLE links;
DROP TABLE tokens;
DROP TABLE sessions;
DROP TABLE invitations;
DROP TABLE project_members;
DROP TABLE projects;
DROP TABLE clusters;
DROP TABLE workspace_members;
DROP TABLE workspaces;
DROP TABLE users;
DROP TABLE roles;
