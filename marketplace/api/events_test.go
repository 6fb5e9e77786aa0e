package api_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// stream is what somebody listens to.
type stream struct {
	*testing.T
	lines *bufio.Scanner
}

// listens opens a stream, which stands once it is given.
func (m *member) listens(query string) *stream {
	m.Helper()
	r, err := http.NewRequestWithContext(m.Context(), http.MethodGet, m.url+"/api/v1/events?"+query, nil)
	m.ok(err)
	r.Header.Set("Authorization", "Bearer "+m.token)
	answer, err := http.DefaultClient.Do(r)
	m.ok(err)
	m.Cleanup(func() { _ = answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		m.Fatalf("events: %d %s", answer.StatusCode, text)
	}
	s := &stream{T: m.T, lines: bufio.NewScanner(answer.Body)}
	s.next("alive")
	return s
}

// next gives the data of the next event of a name; empty if the stream ends before.
func (s *stream) next(name string) string {
	s.Helper()
	event := ""
	for s.lines.Scan() {
		kind, data, _ := strings.Cut(s.lines.Text(), ": ")
		switch {
		case kind == "event":
			event = data
		case kind == "data" && event == name:
			return data
		}
	}
	return ""
}

func TestListenersHearWhatChanges(t *testing.T) {
	onEach(t, func(s *shop) {
		c := s.people()
		_, v := c.isv.upload()
		listener := c.viewer.listens("topics=version/" + v.ID + "&topics=store")
		gives[api.Version](c.isv.acts("submit", &v))
		if got := listener.next("changed"); got != `{"topic":"version/`+v.ID+`"}` {
			t.Errorf("heard %s", got)
		}
	})
}

func TestListenersHearOfWhatTheyMaySeeOnly(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	things := c.things()
	for topic, want := range map[string]right{
		"instance/" + things["instance"]: shown, "version/" + things["version"]: shown, "app/" + things["app"]: shown, "verification/" + things["verification"]: shown,
		"project/demo-project": shown, "workspace/demo-workspace": shown, "cluster/east": platforms, "reviews": platforms,
		"everything": asked("topic"), "instance": asked("topic"), "instance/": asked("topic"), "store/x": asked("topic"),
	} {
		for _, who := range []struct {
			*member
			code string
		}{{s.nobody(), want.nobody}, {c.stranger, want.stranger}, {c.rival, want.rival}, {c.viewer, want.viewer}} {
			o := who.do("GET", "/events?topics="+topic, nil)
			if who.code == "" && o.status == 200 {
				continue
			}
			status := map[string]int{"sign-in": 401, "forbidden": 403, "not-found": 404, "topic": 422}[who.code]
			o.refused(status, who.code)
		}
	}
	c.stranger.do("GET", "/events?live="+things["instance"], nil).refused(404, "not-found")
}

func TestAStreamEndsWithTheTokenAndTheRight(t *testing.T) {
	s := onSQLite(t)
	s.server.Heartbeat = time.Millisecond
	c := s.people()
	things := c.things()
	byToken, byRight := c.regular.listens("topics=instance/"+things["instance"]), c.viewer.listens("topics=instance/"+things["instance"])
	s.update(func(tx store.Tx) error {
		tokens, err := tx.ListTokens("project-regular")
		if err != nil {
			return err
		}
		if err := tx.DeleteToken("project-regular", tokens[0].ID); err != nil {
			return err
		}
		return tx.DeleteWorkspaceMember("demo-workspace", "viewer")
	})
	for _, s := range []*stream{byToken, byRight} {
		for s.next("alive") != "" { // ends when the stream does
		}
	}
}

// lossy is a store whose subscriptions have missed something.
type lossy struct{ store.Store }

func (lossy) Subscribe(context.Context, ...string) <-chan string {
	lost := make(chan string, 1)
	lost <- ""
	return lost
}

func TestAListenerThatMissedSomethingLoadsAllAnew(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	s.server.Store = lossy{s.server.Store}
	listener := c.reviewer.listens("topics=reviews,store")
	for _, want := range []string{`{"topic":"reviews"}`, `{"topic":"store"}`} {
		if got := listener.next("changed"); got != want {
			t.Errorf("heard %s, want %s", got, want)
		}
	}
}

// broken is an engine that fails or panics.
type broken struct{ panics bool }

const inside = "dial tcp 10.1.2.3:6443: " + canary

func (b broken) Live(context.Context, *domain.Principal, *domain.Instance) (*engine.Live, error) {
	if b.panics {
		panic("index out of range")
	}
	return nil, errors.New(inside)
}

func (b broken) WatchLive(context.Context, *domain.Principal, *domain.Instance) (<-chan *engine.Live, error) {
	states := make(chan *engine.Live, 1)
	states <- &engine.Live{State: "degraded", Reason: "not everything is ready"}
	return states, nil
}

func (b broken) Removal(context.Context, *domain.Principal, *domain.Instance) (*engine.Removal, error) {
	return nil, errors.New(inside)
}

func TestAFailureOfTheStoreTellsNothingOfItsInside(t *testing.T) {
	s := onSQLite(t)
	c := s.people()
	things := c.things()
	for _, panics := range []bool{false, true} {
		s.server.Engine = broken{panics}
		o := c.viewer.do("GET", "/instances/"+things["instance"]+"/live", nil)
		p := o.refused(500, "internal")
		if strings.Contains(string(o.body), "10.1.2.3") || strings.Contains(string(o.body), "index") || p.Request == "" || p.Request != o.header.Get("X-Request-Id") {
			t.Errorf("the answer is %s", o.body)
		}
		if !strings.Contains(s.log.String(), p.Request) {
			t.Errorf("the log does not have request %s", p.Request)
		}
	}
	if live := c.viewer.listens("live=" + things["instance"]).next("live"); !strings.Contains(live, `"degraded"`) {
		t.Errorf("heard %s", live)
	}
	gives[api.Instance](c.viewer.do("GET", "/instances/"+things["instance"], nil)) // it goes on
}
