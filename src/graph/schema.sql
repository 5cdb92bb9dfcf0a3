-- The graph's file, schema 1. `number` is a row's number in this file and says nothing; `id` is the readable name.
-- Articles, their actors and statements are kept as extracted; `actor` and `actor_form` merge them.

-- One row for each text. The same text under other particulars keeps the smallest of them (store.rs, Particulars).
CREATE TABLE article (
    number      INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,   -- hash of the cleaned text
    id          TEXT NOT NULL,
    title       TEXT NOT NULL,          -- '' when there is none
    date        TEXT,                   -- YYYY-MM-DD, YYYY-MM or YYYY
    url         TEXT NOT NULL,
    outlet      TEXT NOT NULL,
    language    TEXT NOT NULL           -- ISO 639-1
) STRICT;

-- The cleaned text, which all offsets count in characters. Apart from `article`, so that reading dates stays fast.
CREATE TABLE article_text (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    text    TEXT NOT NULL
) STRICT;

-- A node of the merged graph; resolve.rs makes its id from an article's actor.
CREATE TABLE actor (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,        -- country:IRN, person:vladimir-putin, group:hezbollah
    kind   TEXT NOT NULL                -- country, person, group
) STRICT;

-- A name as some article writes it.
CREATE TABLE form (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL                -- without case, diacritics, punctuation and leading "the"
) STRICT;
CREATE INDEX form_folded ON form (folded);

-- An actor as one article has it.
CREATE TABLE article_actor (
    article  INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    position INTEGER NOT NULL,          -- order of first mention, from 0
    actor    INTEGER NOT NULL REFERENCES actor,
    name     INTEGER NOT NULL REFERENCES form,
    leader   INTEGER NOT NULL,          -- 1 when the article states an office at the head of a country or group
    country  TEXT,                      -- ISO 3166-1 alpha-3
    sector   TEXT,                      -- PLOVER's
    offices  TEXT NOT NULL,             -- JSON: ["President"]
    aliases  TEXT NOT NULL,             -- JSON: ["Putin", "President Putin"]
    mentions TEXT NOT NULL,             -- JSON: [[start, end], ...]
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_actor_actor ON article_actor (actor);

-- How often a form stands for an actor, summed over articles.
CREATE TABLE actor_form (
    actor    INTEGER NOT NULL REFERENCES actor,
    form     INTEGER NOT NULL REFERENCES form,
    names    INTEGER NOT NULL,          -- rows of article_actor that have it as name
    articles INTEGER NOT NULL,          -- articles that have it as name or alias
    PRIMARY KEY (actor, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX actor_form_form ON actor_form (form);

-- Evidence; several statements may rest on one sentence. Written and removed together with the article's statements.
CREATE TABLE sentence (
    number  INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    start   INTEGER NOT NULL,           -- offset in characters
    end     INTEGER NOT NULL,           -- exclusive
    text    TEXT NOT NULL
) STRICT;
CREATE INDEX sentence_article ON sentence (article);

-- A relation that one sentence states between two actors, in the words of the ontology.
CREATE TABLE statement (
    article    INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    position   INTEGER NOT NULL,        -- order in the article, from 0
    subject    INTEGER NOT NULL REFERENCES actor,
    relation   TEXT NOT NULL,
    object     INTEGER NOT NULL REFERENCES actor,
    predicate  TEXT NOT NULL,           -- the words that state it, as lemmas
    polarity   TEXT NOT NULL,
    modality   TEXT NOT NULL,
    status     TEXT NOT NULL,
    speaker    INTEGER REFERENCES actor,
    dated      TEXT,                    -- when it was so, as the sentence says: YYYY-MM-DD, YYYY-MM or YYYY
    sentence   INTEGER NOT NULL,        -- of this article
    confidence REAL NOT NULL,           -- 0 to 1
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_subject ON statement (subject, object);
CREATE INDEX statement_object ON statement (object, subject);
CREATE INDEX statement_speaker ON statement (speaker) WHERE speaker IS NOT NULL;
