-- The graph's file, schema 2. `number` is a row's number in this file and says nothing outside it.
--
-- Three layers. What was read: articles with what they state, written once and never edited. What people say of it:
-- `correction`. What follows from both: everything under "Derived", which `whom rebuild` can make anew.
-- Who reads this file with SQL uses the views at the end; docs/sql.md has examples.

-- Words of the ontology by their place in it.
CREATE TABLE relation (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, family TEXT NOT NULL, is_symmetric INTEGER NOT NULL) STRICT;
CREATE TABLE polarity (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE modality (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE status (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- One row: up to which article everything derived is settled.
CREATE TABLE progress (settled INTEGER NOT NULL) STRICT;
INSERT INTO progress VALUES (0);

-- What was read ------------------------------------------------------------------------------------------------------

CREATE TABLE outlet (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- One row for each text. The same text under other particulars keeps the smallest of them (writer.rs, Particulars).
CREATE TABLE article (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint ANY NOT NULL UNIQUE,    -- hash of the cleaned text: the bytes of its hexadecimal digits (fingerprint.rs)
    id          TEXT NOT NULL,
    title       TEXT NOT NULL,          -- '' when there is none
    date        TEXT,                   -- YYYY-MM-DD, YYYY-MM or YYYY
    url         TEXT NOT NULL,
    outlet      INTEGER NOT NULL REFERENCES outlet,
    language    TEXT NOT NULL,          -- ISO 639-1
    story       INTEGER                 -- derived: the first article of its near-duplicates; NULL until settled
) STRICT;
CREATE INDEX article_id ON article (id);
-- A short index of addresses: versions.rs asks by these expressions.
CREATE INDEX article_address ON article (SUBSTR(url, -20), LENGTH(url)) WHERE url <> '';

-- Articles of whose address a newer text came: kept, and they state nothing.
CREATE TABLE superseded (article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE) STRICT;
CREATE INDEX article_story ON article (story);

-- The cleaned text, which all offsets count in characters. Apart from `article`, so that reading dates stays fast.
CREATE TABLE article_text (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    text    TEXT NOT NULL
) STRICT;

-- A name as some article writes it.
CREATE TABLE form (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL                -- without case, diacritics, punctuation and leading "the"
) STRICT;
CREATE INDEX form_folded ON form (folded);

-- The words that state a relation, as lemmas.
CREATE TABLE predicate (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- One name with one country, as articles give them: the smallest thing that resolution joins or keeps apart.
CREATE TABLE persona (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL,             -- country:IRN, person:vladimir-putin, group:hezbollah (resolve.rs)
    country  TEXT NOT NULL,             -- ISO 3166-1 alpha-3, '' where articles give none
    part     TEXT NOT NULL,             -- name of the part that a correction split off; '' for none
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,             -- canonical spelling, for comparing
    -- derived
    actor    INTEGER,                   -- node that it stands for
    anchor   INTEGER,                   -- persona that it was joined to by itself, corrections aside
    reason   TEXT,                      -- why it was joined, or why it stands alone
    articles INTEGER NOT NULL DEFAULT 0,
    mentions INTEGER NOT NULL DEFAULT 0,
    leaders  INTEGER NOT NULL DEFAULT 0,-- articles that state an office at the head of a country or group
    first    TEXT,                      -- dates of its articles
    last     TEXT,
    offices  TEXT NOT NULL DEFAULT '{}',-- JSON: office to number of articles
    sectors  TEXT NOT NULL DEFAULT '{}',-- JSON: sector to number of articles
    UNIQUE (id, country, part)
) STRICT;
CREATE INDEX persona_name ON persona (name);
CREATE INDEX persona_anchor ON persona (anchor);
CREATE INDEX persona_actor ON persona (actor);

-- An actor as one article has it.
CREATE TABLE article_actor (
    article  INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    position INTEGER NOT NULL,          -- order of first mention, from 0
    persona  INTEGER NOT NULL REFERENCES persona,
    name     INTEGER NOT NULL REFERENCES form,
    leader   INTEGER NOT NULL,          -- 1 when the article states an office at the head of a country or group
    country  TEXT,                      -- ISO 3166-1 alpha-3
    sector   TEXT,                      -- PLOVER's
    offices  TEXT,                      -- JSON, NULL for none
    aliases  TEXT,                      -- JSON: forms' numbers, NULL for none
    mentions BLOB,                      -- where they stand (packed.rs), NULL for none
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

-- The words of each article's evidence; rowid is the article.
CREATE VIRTUAL TABLE evidence_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 2");
-- Words are gathered in memory up to so many bytes before they are written.
INSERT INTO evidence_words (evidence_words, rank) VALUES ('hashsize', 16777216);

-- A relation that one sentence states between two actors.
CREATE TABLE statement (
    article    INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    position   INTEGER NOT NULL,        -- order in the article, from 0
    subject    INTEGER NOT NULL REFERENCES persona,
    relation   INTEGER NOT NULL REFERENCES relation,
    object     INTEGER NOT NULL REFERENCES persona,
    predicate  INTEGER NOT NULL REFERENCES predicate,
    polarity   INTEGER NOT NULL REFERENCES polarity,
    modality   INTEGER NOT NULL REFERENCES modality,
    status     INTEGER NOT NULL REFERENCES status,
    speaker    INTEGER REFERENCES persona,
    dated      TEXT,                    -- when it was so, as the sentence says: YYYY-MM-DD, YYYY-MM or YYYY
    start      INTEGER NOT NULL,        -- its sentence, evidence for it: offset in the article's text in characters
    end        INTEGER NOT NULL,        -- exclusive
    confidence INTEGER NOT NULL,        -- 0 to 1000
    rejected   INTEGER NOT NULL,        -- 1 where a correction says that it is wrong
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

-- The sentence of a statement where it is not the article's text from start to end.
CREATE TABLE wording (
    article  INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

-- What people say ----------------------------------------------------------------------------------------------------

-- In the order in which they were made; the line is what `whom corrections --export` writes (corrections.rs).
CREATE TABLE correction (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    line   TEXT NOT NULL
) STRICT;

-- Derived ------------------------------------------------------------------------------------------------------------

-- A node of the merged graph. Its number is that of its first persona.
CREATE TABLE actor (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL,             -- unique once settled
    base     TEXT NOT NULL,             -- the id without what tells homonyms apart
    kind     TEXT NOT NULL,
    name     TEXT NOT NULL,             -- the form that most articles use
    leader   INTEGER NOT NULL,
    country  TEXT,
    sector   TEXT,
    offices  TEXT NOT NULL,             -- JSON
    articles INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    first    TEXT,
    last     TEXT,
    hidden   INTEGER NOT NULL,          -- 1 where a correction takes it out of all answers
    corrected INTEGER NOT NULL          -- 1 where a correction gives its name or kind or hides it
) STRICT;
CREATE INDEX actor_id ON actor (id);
CREATE INDEX actor_base ON actor (base);
CREATE INDEX actor_articles ON actor (articles);
CREATE INDEX actor_hidden ON actor (number) WHERE hidden;

-- How often a form stands for a persona, summed over articles.
CREATE TABLE persona_form (
    persona  INTEGER NOT NULL REFERENCES persona,
    form     INTEGER NOT NULL REFERENCES form,
    names    INTEGER NOT NULL,          -- rows of article_actor that have it as name
    articles INTEGER NOT NULL,          -- articles that have it as name or alias
    PRIMARY KEY (persona, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX persona_form_form ON persona_form (form);

-- Keys that two personas share where they may be one.
CREATE TABLE persona_key (
    key     TEXT NOT NULL,
    persona INTEGER NOT NULL REFERENCES persona,
    PRIMARY KEY (key, persona)
) STRICT, WITHOUT ROWID;
CREATE INDEX persona_key_persona ON persona_key (persona);

-- Where a persona occurs.
CREATE TABLE appearance (
    persona INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (persona, article)
) STRICT, WITHOUT ROWID;

-- The lowest hashes of each text's runs of words: near-duplicates share some (shingles.rs).
CREATE TABLE article_band (
    key     INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;

-- One relation between two actors with all that states it. Of a symmetric relation the smaller number is the subject.
CREATE TABLE edge (
    subject    INTEGER NOT NULL,
    object     INTEGER NOT NULL,
    relation   INTEGER NOT NULL,
    articles   INTEGER NOT NULL,        -- distinct articles that state it
    stories    INTEGER NOT NULL,        -- the same, near-duplicates counted once
    outlets    INTEGER NOT NULL,        -- distinct outlets, unknown ones aside
    days       INTEGER NOT NULL,        -- distinct dates
    statements INTEGER NOT NULL,
    affirmed   INTEGER NOT NULL,        -- statements that say it is so; the rest deny it
    first      INTEGER,                 -- dates of the articles: YYYYMMDD, with 00 for what is not known
    last       INTEGER,                 -- NULL where it is the first
    confidence INTEGER NOT NULL,        -- highest of its statements, 0 to 1000
    proof      INTEGER NOT NULL,        -- the statement whose sentence speaks best for it: article * 1048576 + position
    counts     BLOB NOT NULL,           -- statements by modality and status, speakers, articles (edges.rs)
    PRIMARY KEY (subject, object, relation)
) STRICT, WITHOUT ROWID;
-- Whoever asks for an actor's first links seldom comes to those that a single article states.
CREATE INDEX edge_subject ON edge (subject, articles) WHERE articles > 1;
CREATE INDEX edge_object ON edge (object, articles);

-- For readers --------------------------------------------------------------------------------------------------------

CREATE VIEW nodes AS
    SELECT id, name, kind, leader, country, sector, offices, articles, mentions, first, last FROM actor WHERE NOT hidden;

CREATE VIEW edges AS
    SELECT s.id AS source, s.name AS source_name, r.name AS type, r.family, o.id AS target, o.name AS target_name, r.is_symmetric AS symmetric,
           e.articles, e.stories, e.outlets, e.days, e.statements, e.statements - e.affirmed AS negated,
           CASE WHEN e.first % 100 THEN PRINTF('%04d-%02d-%02d', e.first / 10000, e.first / 100 % 100, e.first % 100)
                WHEN e.first % 10000 THEN PRINTF('%04d-%02d', e.first / 10000, e.first / 100 % 100) WHEN e.first THEN PRINTF('%04d', e.first / 10000) END AS first,
           CASE WHEN e.until % 100 THEN PRINTF('%04d-%02d-%02d', e.until / 10000, e.until / 100 % 100, e.until % 100)
                WHEN e.until % 10000 THEN PRINTF('%04d-%02d', e.until / 10000, e.until / 100 % 100) WHEN e.until THEN PRINTF('%04d', e.until / 10000) END AS last,
           e.confidence / 1000.0 AS confidence,
           IFNULL(w.text, (SELECT SUBSTR(t.text, n.start + 1, n.end - n.start) FROM article_text t WHERE t.article = n.article)) AS evidence
    FROM (SELECT *, IFNULL(last, first) AS until FROM edge) e
         JOIN actor s ON s.number = e.subject JOIN actor o ON o.number = e.object JOIN relation r ON r.number = e.relation
         JOIN statement n ON n.article = e.proof >> 20 AND n.position = e.proof & 1048575
         LEFT JOIN wording w ON w.article = n.article AND w.position = n.position
    WHERE NOT s.hidden AND NOT o.hidden;

CREATE VIEW articles AS
    SELECT a.id, a.title, a.date, o.name AS outlet, a.url, a.language,
           CASE TYPEOF(a.fingerprint) WHEN 'blob' THEN LOWER(HEX(a.fingerprint)) ELSE a.fingerprint END AS fingerprint, t.text,
           (SELECT COUNT(*) FROM statement s WHERE s.article = a.number) AS statements,
           (SELECT MIN(f.id) FROM article f WHERE f.story = a.story) AS story,
           a.number IN (SELECT article FROM superseded) AS superseded
    FROM article a JOIN outlet o ON o.number = a.outlet JOIN article_text t ON t.article = a.number;

CREATE VIEW evidence AS
    SELECT s.id AS subject, s.name AS subject_name, r.name AS type, o.id AS object, o.name AS object_name, p.text AS predicate,
           l.name AS polarity, m.name AS modality, u.name AS status, k.name AS speaker, x.dated, x.confidence / 1000.0 AS confidence,
           IFNULL(n.text, SUBSTR(t.text, x.start + 1, x.end - x.start)) AS evidence, x.start, x.end,
           a.id AS article, a.date, w.name AS outlet, a.title, a.url
    FROM statement x
         JOIN persona sp ON sp.number = x.subject JOIN actor s ON s.number = sp.actor
         JOIN persona op ON op.number = x.object JOIN actor o ON o.number = op.actor
         LEFT JOIN persona kp ON kp.number = x.speaker LEFT JOIN actor k ON k.number = kp.actor
         JOIN relation r ON r.number = x.relation JOIN predicate p ON p.number = x.predicate
         JOIN polarity l ON l.number = x.polarity JOIN modality m ON m.number = x.modality JOIN status u ON u.number = x.status
         LEFT JOIN wording n ON n.article = x.article AND n.position = x.position
         JOIN article a ON a.number = x.article JOIN outlet w ON w.number = a.outlet JOIN article_text t ON t.article = x.article
    WHERE NOT x.rejected AND NOT s.hidden AND NOT o.hidden AND s.number <> o.number;
