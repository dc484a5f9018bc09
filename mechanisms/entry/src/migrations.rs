//! Tables of the chronology. Nothing is deleted but search words, which are made anew.

use door::Migration;

/// In order; each is applied once. They come after those of persons, whose table they join.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_entry",
        sql: "
CREATE TABLE entry (
    id UUID PRIMARY KEY,
    person UUID NOT NULL,
    kind TEXT NOT NULL,
    happened TIMESTAMPTZ NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    author UUID NOT NULL,
    agency TEXT NOT NULL,
    source TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    see TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    marking TEXT NOT NULL,
    handling JSONB NOT NULL,
    marked BOOLEAN NOT NULL,
    replaces UUID,
    moved_from UUID,
    because TEXT NOT NULL,
    replaced_at TIMESTAMPTZ,
    replaced_by UUID,
    closed TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX entry_person ON entry (person, happened);
CREATE INDEX entry_subject ON entry (subject);
CREATE TABLE marked_for (
    thing UUID NOT NULL,
    agency TEXT NOT NULL,
    until DATE,
    PRIMARY KEY (thing, agency)
);",
    },
    Migration {
        name: "0002_file",
        sql: "
CREATE TABLE file (
    id UUID PRIMARY KEY,
    body UUID NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    subject_kind TEXT NOT NULL,
    subject UUID NOT NULL,
    field TEXT NOT NULL,
    person UUID,
    see TEXT NOT NULL,
    author UUID NOT NULL,
    agency TEXT NOT NULL,
    marking TEXT NOT NULL,
    handling JSONB NOT NULL,
    marked BOOLEAN NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    complete BOOLEAN NOT NULL,
    replaced_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX file_subject ON file (subject);
CREATE INDEX file_person ON file (person, recorded);
CREATE TABLE file_chunk (
    body UUID NOT NULL,
    nth BIGINT NOT NULL,
    size BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (body, nth)
);",
    },
    Migration {
        name: "0003_search_word",
        sql: "
CREATE TABLE search_word (
    word BYTEA NOT NULL,
    source_kind TEXT NOT NULL,
    source UUID NOT NULL
);
CREATE INDEX search_word_word ON search_word (word, source_kind, source);
CREATE INDEX search_word_source ON search_word (source);",
    },
    Migration {
        name: "0004_search_word_once",
        sql: "
CREATE TABLE word_found (
    word BYTEA NOT NULL,
    source_kind TEXT NOT NULL,
    source UUID NOT NULL,
    PRIMARY KEY (word, source_kind, source)
) /* all of it is its key */;
INSERT INTO word_found (word, source_kind, source) SELECT DISTINCT word, source_kind, source FROM search_word;
DROP TABLE search_word;
ALTER TABLE word_found RENAME TO search_word;
CREATE INDEX search_word_source ON search_word (source);",
    },
];
