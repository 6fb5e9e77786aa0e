-- How many apps the store shows of a category, kept by each transaction that changes it: counting them for each page of
-- the store would cost more than the page. The empty category stands for the apps without one.
-- +goose Up
CREATE TABLE store_counts (
    category TEXT PRIMARY KEY,
    apps     BIGINT NOT NULL
);
INSERT INTO store_counts (category, apps)
SELECT coalesce(category, ''), count(*) FROM apps WHERE shown IS NOT NULL GROUP BY coalesce(category, '');

-- +goose Down
DROP TABLE store_counts;
