-- From schema 1 to 2: a statement brings the place of its sentence, fingerprints are bytes, the index of words knows
-- articles. What is derived is not copied.

INSERT INTO outlet SELECT number, name FROM old_outlet;
INSERT INTO article (number, fingerprint, id, title, date, url, outlet, language)
    SELECT number, CASE WHEN fingerprint NOT GLOB '*[^0-9a-f]*' AND LENGTH(fingerprint) % 2 = 0 AND fingerprint <> '' THEN UNHEX(fingerprint)
                        ELSE fingerprint END, id, title, date, url, outlet, language FROM old_article;
INSERT INTO article_text SELECT article, text FROM old_article_text;
INSERT INTO form SELECT number, text, folded FROM old_form;
INSERT INTO predicate SELECT number, text FROM old_predicate;
INSERT INTO persona (number, id, country, part, kind, name) SELECT number, id, country, part, kind, name FROM old_persona;
INSERT INTO article_actor SELECT article, position, persona, name, leader, country, sector, offices, aliases, mentions FROM old_article_actor;
INSERT INTO statement
    SELECT s.article, s.position, s.subject, s.relation, s.object, s.predicate, s.polarity, s.modality, s.status, s.speaker, s.dated,
           n.start, n.end, s.confidence, s.rejected
    FROM old_statement s JOIN old_sentence n ON n.number = (s.article << 20) + s.sentence;
INSERT INTO wording
    SELECT s.article, s.position, n.text
    FROM old_statement s JOIN old_sentence n ON n.number = (s.article << 20) + s.sentence WHERE n.text NOTNULL;
INSERT INTO correction SELECT number, line FROM old_correction;
INSERT INTO evidence_words (rowid, words)
    SELECT a.number, (SELECT GROUP_CONCAT(IFNULL(n.text, SUBSTR(t.text, n.start + 1, n.end - n.start)), CHAR(10)) FROM old_sentence n
                      WHERE n.number BETWEEN a.number << 20 AND ((a.number + 1) << 20) - 1)
    FROM old_article a JOIN old_article_text t ON t.article = a.number;
