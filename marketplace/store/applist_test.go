package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func TestWorkingCopiesAreChosenAndOrdered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		category := &domain.Category{ID: "ctg-1", Name: "Database", Icon: "database", Created: at(0)}
		redis, nginx, kafka := newApp("a", "Redis", 3), released("a", "nginx", 2), newApp("b", "Kafka", 1)
		nginx.Category, kafka.Latest, redis.Latest, nginx.Latest = category.ID, "10.0.0", "9.0.0", "9.0.0-rc.1"
		kafka.State = domain.Submitted
		update(t, s, all(func(tx store.Tx) error { return tx.InsertCategory(category) }, insertApp(redis), insertApp(nginx), insertApp(kafka)))
		for _, test := range []struct {
			query store.AppQuery
			page  store.Page
			want  []string
		}{
			{store.AppQuery{}, store.Page{}, []string{"Redis", "nginx", "Kafka"}},
			{store.AppQuery{}, store.Page{Descending: true}, []string{"Kafka", "nginx", "Redis"}},
			{store.AppQuery{}, store.Page{Order: "name"}, []string{"Kafka", "nginx", "Redis"}},
			{store.AppQuery{}, store.Page{Order: "name", Descending: true}, []string{"Redis", "nginx", "Kafka"}},
			{store.AppQuery{}, store.Page{Order: "created"}, []string{"Kafka", "nginx", "Redis"}},
			{store.AppQuery{}, store.Page{Order: "updated", Descending: true}, []string{"Redis", "nginx", "Kafka"}},
			{store.AppQuery{}, store.Page{Order: "latest"}, []string{"nginx", "Redis", "Kafka"}},
			{store.AppQuery{}, store.Page{Order: "state"}, []string{"nginx", "Redis", "Kafka"}},
			{store.AppQuery{}, store.Page{Limit: 1, Offset: 1}, []string{"nginx"}},
			{store.AppQuery{Workspace: "a"}, store.Page{}, []string{"Redis", "nginx"}},
			{store.AppQuery{Workspaces: []string{"b", "c"}}, store.Page{}, []string{"Kafka"}},
			{store.AppQuery{Workspaces: []string{}}, store.Page{}, []string{}},
			{store.AppQuery{States: []domain.VersionState{domain.Draft, domain.Submitted}}, store.Page{}, []string{"Redis", "Kafka"}},
			{store.AppQuery{Category: category.ID}, store.Page{}, []string{"nginx"}},
			{store.AppQuery{Category: domain.Uncategorized}, store.Page{}, []string{"Redis", "Kafka"}},
			{store.AppQuery{Released: true}, store.Page{}, []string{"nginx"}},
			{store.AppQuery{Text: "KAF"}, store.Page{}, []string{"Kafka"}},
			{store.AppQuery{Text: "chart-red"}, store.Page{}, []string{"Redis"}},
			{store.AppQuery{Text: "memory"}, store.Page{}, []string{"Redis", "nginx", "Kafka"}},
			{store.AppQuery{Text: "memory", Workspace: "b"}, store.Page{}, []string{"Kafka"}},
		} {
			t.Run(fmt.Sprintf("%+v%+v", test.query, test.page), func(t *testing.T) { same(t, names(t, s, test.query, test.page), test.want) })
		}
		err := s.View(t.Context(), func(tx store.Tx) error {
			_, err := tx.ListApps(store.AppQuery{}, store.Page{Order: "id; DROP TABLE apps"})
			return err
		})
		refusal(t, err, "order")
	})
}

func TestAListTellsHowLongItIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		for i := range 7 {
			update(t, s, insertApp(newApp("demo", fmt.Sprint("App ", i), i)))
		}
		for _, test := range []struct{ limit, offset, items int }{{0, 0, 7}, {3, 0, 3}, {3, 6, 1}, {3, 9, 0}, {7, 0, 7}, {8, 0, 7}, {1, 6, 1}} {
			list := read(t, s, func(tx store.Tx) (store.List[*domain.App], error) {
				return tx.ListApps(store.AppQuery{}, store.Page{Limit: test.limit, Offset: test.offset})
			})
			if len(list.Items) != test.items || list.Total != 7 {
				t.Errorf("%+v: %d of %d", test, len(list.Items), list.Total)
			}
		}
	})
}

func TestListsComeWithoutIntroductions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, insertApp(released("demo", "Redis", 0)))
		list := read(t, s, func(tx store.Tx) (store.List[*domain.App], error) {
			return tx.ListStore(store.StoreQuery{}, store.Page{})
		})
		if a := list.Items[0]; a.Details.Introduction != "" || a.Published.Introduction != "" || a.Published.Summary == "" {
			t.Errorf("%+v", a)
		}
	})
}

func TestTheStoreShowsJustWhatIsPublishedAndActive(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		redis, nginx, draft := released("a", "Redis", 1), released("b", "Nginx", 2), newApp("a", "Draft", 3)
		update(t, s, all(insertApp(redis), insertApp(nginx), insertApp(draft)))
		same(t, shown(t, s, store.StoreQuery{}, store.Page{}), []string{"Nginx", "Redis"})
		same(t, shown(t, s, store.StoreQuery{Text: "draft"}, store.Page{}), []string{})

		redis.Details.Name = "Valkey"
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(redis) })
		same(t, shown(t, s, store.StoreQuery{Text: "valkey"}, store.Page{}), []string{})
		same(t, names(t, s, store.AppQuery{Text: "valkey"}, store.Page{}), []string{"Valkey"})
		same(t, shown(t, s, store.StoreQuery{Text: "redis"}, store.Page{}), []string{"Redis"})

		redis.Publish(at(9))
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(redis) })
		same(t, shown(t, s, store.StoreQuery{}, store.Page{}), []string{"Valkey", "Nginx"})
		same(t, shown(t, s, store.StoreQuery{Text: "redis"}, store.Page{}), []string{})
		same(t, shown(t, s, store.StoreQuery{Text: "val"}, store.Page{}), []string{"Valkey"})

		redis.LatestActive, redis.State = "", domain.Suspended
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(redis) })
		same(t, shown(t, s, store.StoreQuery{}, store.Page{}), []string{"Nginx"})
		same(t, shown(t, s, store.StoreQuery{Text: "val"}, store.Page{}), []string{})

		redis.LatestActive, redis.State = "1.0.0", domain.Active
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(redis) })
		same(t, shown(t, s, store.StoreQuery{Text: "val"}, store.Page{}), []string{"Valkey"})
	})
}

func TestSearchFindsWordsThatBegin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		redis, korean, wide := released("a", "Redis", 1), released("a", "레디스 캐시", 2), released("a", "Ｃafé-Bar", 3)
		redis.Published.Keywords, korean.Published.Summary = []string{"key-value"}, "메모리 데이터베이스를 위한 앱"
		update(t, s, all(insertApp(redis), insertApp(korean), insertApp(wide)))
		for text, want := range map[string][]string{
			"": {"Ｃafé-Bar", "레디스 캐시", "Redis"}, "r": {"Redis"}, "REDIS": {"Redis"}, "edis": {}, "redis cache": {"Redis"}, "redis nginx": {}, "key val": {"Redis"}, "value redis": {"Redis"},
			"salv": {"Ｃafé-Bar", "레디스 캐시", "Redis"}, "레디": {"레디스 캐시"}, "\u1105\u1166\u1103\u1175": {"레디스 캐시"}, "데이터베이스": {"레디스 캐시"}, "캐시 메모": {"레디스 캐시"}, "베이스": {}, "bar café": {"Ｃafé-Bar"},
			`"`: {}, "*": {}, "' OR 1=1": {}, `redis" OR "x`: {}, "NEAR(redis)": {}, "a:b & !c | (d)": {}, "re*": {"Redis"}, "words : redis": {}, "\x00redis": {"Redis"},
		} {
			t.Run(text, func(t *testing.T) { same(t, shown(t, s, store.StoreQuery{Text: text}, store.Page{}), want) })
		}
	})
}

func TestCategoriesFilterTheStore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		database := &domain.Category{ID: "ctg-1", Name: "Database", Icon: "database", Created: at(0)}
		web := &domain.Category{ID: "ctg-2", Name: "Web", Icon: "globe", Created: at(0)}
		redis, nginx, draft, other := released("a", "Redis", 1), released("a", "Nginx", 2), newApp("a", "Draft", 3), released("b", "Other", 4)
		redis.Category, nginx.Category, draft.Category = "ctg-1", "ctg-2", "ctg-2"
		update(t, s, all(func(tx store.Tx) error { return tx.InsertCategory(web) }, func(tx store.Tx) error { return tx.InsertCategory(database) },
			insertApp(redis), insertApp(nginx), insertApp(draft), insertApp(other)))
		same(t, shown(t, s, store.StoreQuery{Category: "ctg-1"}, store.Page{Limit: 1}), []string{"Redis"})
		same(t, shown(t, s, store.StoreQuery{Category: domain.Uncategorized, Text: "oth"}, store.Page{}), []string{"Other"})
		same(t, shown(t, s, store.StoreQuery{Category: "ctg-2", Text: "redis"}, store.Page{}), []string{})
		same(t, shown(t, s, store.StoreQuery{}, store.Page{Order: "name"}), []string{"Nginx", "Other", "Redis"})

		var total int
		each := read(t, s, func(tx store.Tx) (map[string]int, error) {
			n, each, err := tx.CountStore()
			total = n
			return each, err
		})
		same(t, each, map[string]int{"ctg-1": 1, "ctg-2": 1, domain.Uncategorized: 1})
		same(t, total, 3)
		database.Apps, web.Apps = 1, 1
		same(t, read(t, s, func(tx store.Tx) ([]*domain.Category, error) { return tx.ListCategories() }), []*domain.Category{database, web})

		refused(t, s, "taken", func(tx store.Tx) error { return tx.InsertCategory(&domain.Category{ID: "ctg-3", Name: "database"}) })
		refused(t, s, "in-use", func(tx store.Tx) error { return tx.DeleteCategory("ctg-1") })
		refused(t, s, "missing", func(tx store.Tx) error { redis.Category = "ctg-none"; return tx.UpdateApp(redis) })
		redis.Category, database.Name = "", "Databases"
		update(t, s, all(func(tx store.Tx) error { return tx.UpdateApp(redis) }, func(tx store.Tx) error { return tx.UpdateCategory(database) }))
		same(t, read(t, s, func(tx store.Tx) (*domain.Category, error) { return tx.GetCategory("ctg-1") }).Name, "Databases")
		update(t, s, func(tx store.Tx) error { return tx.DeleteCategory("ctg-1") })
		missing(t, s, func(tx store.Tx) (*domain.Category, error) { return tx.GetCategory("ctg-1") })
	})
}

func TestAppsOfTheSameMomentKeepPlacesOfTheirOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, all(insertApp(released("a", "One", 1)), insertApp(released("a", "Two", 1)), insertApp(released("a", "Three", 1))))
		got := shown(t, s, store.StoreQuery{Text: "cache"}, store.Page{})
		slices.Sort(got)
		same(t, got, []string{"One", "Three", "Two"})
	})
}

func TestMoreKindsOfListsThanStatementsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, insertApp(newApp("w", "Redis", 0)))
		workspaces := []string{"w"}
		for range 400 {
			workspaces = append(workspaces, "none")
			if got := names(t, s, store.AppQuery{Workspaces: workspaces}, store.Page{}); !slices.Equal(got, []string{"Redis"}) {
				t.Fatalf("%d workspaces: %v", len(workspaces), got)
			}
		}
	})
}

func TestWordsThatAreTooLongAreFoundByTheirBeginning(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		long := strings.Repeat("가", 40)
		update(t, s, insertApp(released("w", long, 0)))
		for _, text := range []string{long, long[:60], long[:9], strings.Repeat("가", 50)} {
			same(t, shown(t, s, store.StoreQuery{Text: text}, store.Page{}), []string{long})
		}
	})
}
