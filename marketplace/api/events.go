package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/sse"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// Changed says that something was changed: load it again.
type Changed struct {
	Topic string `json:"topic" doc:"Kind and id, such as instance/ins-…"`
}

// Alive says that the connection stands: the first one comes once everything is listened for.
type Alive struct {
	Time time.Time `json:"time"`
}

// eventsIn says what is listened for.
type eventsIn struct {
	Topics []string `query:"topics" maxItems:"20" doc:"Kinds and ids: instance/…, version/…, app/…, verification/…, project/…, cluster/…, or reviews, store"`
	Live   string   `query:"live" doc:"An instance whose state on its cluster is wanted as well"`
}

func (s *Server) eventRoutes(api huma.API) {
	sse.Register(api, huma.Operation{OperationID: "events", Method: http.MethodGet, Path: base + "/events", Tags: []string{"Events"},
		Summary:     "What changes from now on (server-sent events): changed names the topic, live is an instance's state on its cluster",
		Security:    []map[string][]string{{"session": {}}, {"token": {}}, {}},
		Middlewares: huma.Middlewares{s.admitListener}},
		map[string]any{"changed": Changed{}, "live": Live{}, "alive": Alive{}}, s.events)
}

// heartbeat is how often a listener hears that the connection stands, if Server.Heartbeat says nothing.
const heartbeat = 15 * time.Second

// admitListener refuses who may not listen for what they ask for, while that can still be answered.
func (s *Server) admitListener(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	in := &eventsIn{Topics: r.URL.Query()["topics"], Live: r.URL.Query().Get("live")}
	in.Topics = splitTopics(in.Topics)
	if err := s.mayListen(ctx.Context(), principal(ctx.Context()), in); err != nil {
		s.refuse(w, r, err)
		return
	}
	leave, err := s.listeners.admit(principal(ctx.Context()), in)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer leave()
	next(ctx)
}

// events sends what the topics are about for as long as the reader stays and may listen.
func (s *Server) events(ctx context.Context, in *eventsIn, send sse.Sender) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	in.Topics = splitTopics(in.Topics)
	changes := s.Store.Subscribe(ctx, in.Topics...)
	live := s.liveOf(ctx, in.Live)
	beat := time.NewTicker(cmp.Or(s.Heartbeat, heartbeat))
	defer beat.Stop()
	if send.Data(Alive{s.now()}) != nil {
		return
	}
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case topic, open := <-changes:
			if !open {
				return
			}
			err = sendChanged(send, topic, in.Topics)
		case state, open := <-live:
			if !open {
				live = nil
				continue
			}
			err = send.Data(*state)
		case <-beat.C:
			if err = s.stillListens(ctx, in); err == nil {
				err = send.Data(Alive{s.now()})
			}
		}
		if err != nil {
			return
		}
	}
}

// sendChanged names a topic; all of them if some may have been missed.
func sendChanged(send sse.Sender, topic string, topics []string) error {
	if topic != "" {
		topics = []string{topic}
	}
	for _, t := range topics {
		if err := send.Data(Changed{t}); err != nil {
			return err
		}
	}
	return nil
}

// liveOf gives the states of an instance on its cluster; nothing if none is wanted. A cluster that does not answer is told
// as a state, too.
func (s *Server) liveOf(ctx context.Context, instance string) <-chan *Live {
	if instance == "" {
		return nil
	}
	i, err := s.visible(ctx, instance)
	if err == nil {
		var states <-chan *Live
		if states, err = s.Engine.WatchLive(ctx, principal(ctx), i); err == nil {
			return states
		}
	}
	unknown := make(chan *Live, 1)
	unknown <- &Live{State: "unknown", Reason: problemOf(ctx, err).Error()}
	return unknown
}

// stillListens asks anew who listens: a session that ended and a right that was taken away end the stream.
func (s *Server) stillListens(ctx context.Context, in *eventsIn) error {
	p, err := s.again(ctx)
	if err != nil {
		return err
	}
	return s.mayListen(ctx, p, in)
}

// mayListen refuses topics that the principal may not see.
func (s *Server) mayListen(ctx context.Context, p *domain.Principal, in *eventsIn) error {
	return s.Store.View(ctx, func(tx store.Tx) error {
		for _, topic := range in.Topics {
			if err := maySeeTopic(tx, p, topic); err != nil {
				return err
			}
		}
		if in.Live == "" {
			return nil
		}
		_, err := seeInstance(tx, p, in.Live)
		return err
	})
}

// splitTopics takes topics one by one or separated by commas.
func splitTopics(given []string) []string {
	topics := []string{}
	for _, g := range given {
		for _, t := range splitList(g) {
			if !slices.Contains(topics, t) {
				topics = append(topics, t)
			}
		}
	}
	return topics
}
