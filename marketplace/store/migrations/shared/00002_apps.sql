-- +goose Up
CREATE TABLE categories (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    icon     TEXT NOT NULL,
    created  BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

-- place and shown are unique numbers by which words are found: of a working copy, when it was made, and of an app in the
-- store, when it was released (microseconds). shown is null while the store does not show the app.
CREATE TABLE apps (
    id            TEXT PRIMARY KEY,
    place         BIGINT NOT NULL UNIQUE,
    shown         BIGINT UNIQUE,
    workspace     TEXT NOT NULL,
    category      TEXT REFERENCES categories (id),
    name_key      TEXT NOT NULL,
    shown_key     TEXT NOT NULL,
    chart_name    TEXT NOT NULL,
    state         TEXT NOT NULL,
    withheld      BOOLEAN NOT NULL,
    deleted       BOOLEAN NOT NULL DEFAULT FALSE,
    latest        TEXT NOT NULL,
    latest_order  BYTEA NOT NULL,
    latest_active TEXT NOT NULL,
    author        TEXT NOT NULL,
    created       BIGINT NOT NULL,
    updated       BIGINT NOT NULL,
    released      BIGINT,
    revision      BIGINT NOT NULL,
    details       JSON NOT NULL,
    published     JSON,
    introduction           TEXT NOT NULL,
    published_introduction TEXT NOT NULL
);
CREATE UNIQUE INDEX apps_name ON apps (workspace, name_key) WHERE workspace <> '' AND NOT deleted;
CREATE INDEX apps_workspace ON apps (workspace, updated, id) WHERE NOT deleted;
CREATE INDEX apps_updated ON apps (updated, id, state) WHERE NOT deleted;
CREATE INDEX apps_released ON apps (updated, id, state) WHERE NOT deleted AND released IS NOT NULL;
CREATE INDEX apps_category ON apps (category, shown);
CREATE INDEX apps_shown ON apps (shown, category) WHERE shown IS NOT NULL;
CREATE INDEX apps_shown_name ON apps (shown_key, id) WHERE shown IS NOT NULL;

CREATE TABLE versions (
    id           TEXT PRIMARY KEY,
    app          TEXT NOT NULL REFERENCES apps (id),
    number       TEXT NOT NULL,
    number_order BYTEA NOT NULL,
    state        TEXT NOT NULL,
    changes      TEXT NOT NULL,
    package      JSON NOT NULL,
    author       TEXT NOT NULL,
    reviewer     TEXT NOT NULL,
    review       TEXT NOT NULL,
    message      TEXT NOT NULL,
    verification TEXT NOT NULL,
    created      BIGINT NOT NULL,
    updated      BIGINT NOT NULL,
    released     BIGINT,
    revision     BIGINT NOT NULL
);
CREATE UNIQUE INDEX versions_number ON versions (app, number_order) WHERE state <> 'deleted';
CREATE INDEX versions_app ON versions (app, number_order, state);

CREATE TABLE version_files (
    version TEXT PRIMARY KEY REFERENCES versions (id),
    readme  TEXT NOT NULL,
    schema  BYTEA,
    form    BYTEA
);

CREATE TABLE reviews (
    id           TEXT PRIMARY KEY,
    version      TEXT NOT NULL REFERENCES versions (id),
    app          TEXT NOT NULL REFERENCES apps (id),
    state        TEXT NOT NULL,
    submitted_by TEXT NOT NULL,
    reviewer     TEXT NOT NULL,
    message      TEXT NOT NULL,
    override     TEXT NOT NULL,
    opened       BIGINT NOT NULL,
    closed       BIGINT
);
CREATE INDEX reviews_opened ON reviews (opened, id);
CREATE INDEX reviews_open ON reviews (opened, id) WHERE closed IS NULL;
CREATE INDEX reviews_closed ON reviews (opened, id) WHERE closed IS NOT NULL;
CREATE INDEX reviews_app ON reviews (app);
CREATE INDEX reviews_version ON reviews (version);

CREATE TABLE verifications (
    id       TEXT PRIMARY KEY,
    version  TEXT NOT NULL REFERENCES versions (id),
    digest   TEXT NOT NULL,
    state    TEXT NOT NULL,
    message  TEXT NOT NULL,
    doing    TEXT NOT NULL,
    queued   BIGINT NOT NULL,
    started  BIGINT,
    ended    BIGINT,
    revision BIGINT NOT NULL,
    report   JSON
);
CREATE INDEX verifications_version ON verifications (version, queued);

-- +goose Down
DROP TABLE verifications;
DROP TABLE reviews;
DROP TABLE version_files;
DROP TABLE versions;
DROP TABLE apps;
DROP TABLE categories;
