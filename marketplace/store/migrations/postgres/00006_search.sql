-- What is found by words that begin: place is apps.place and apps.shown. The words are split by the program, so that
-- both databases find the same.
-- +goose Up
CREATE TABLE app_words (
    place BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX app_words_words ON app_words USING gin (words);

CREATE TABLE store_words (
    place BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX store_words_words ON store_words USING gin (words);

-- +goose Down
DROP TABLE store_words;
DROP TABLE app_words;
