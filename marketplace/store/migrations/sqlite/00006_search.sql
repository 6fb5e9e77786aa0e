-- What is found by words that begin: rowid is apps.place and apps.shown. The words are split by the program, so that
-- both databases find the same.
-- +goose Up
CREATE VIRTUAL TABLE app_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8 9 10 11 12', detail = none);
CREATE VIRTUAL TABLE store_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3 4 5 6 7 8 9 10 11 12', detail = none);

-- +goose Down
DROP TABLE store_words;
DROP TABLE app_words;
