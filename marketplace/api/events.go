package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/sse"
)

// Changed says that something was changed: load it again.
type Changed struct {
	Topic string `json:"topic" doc:"Kind and id, such as instance/ins-…"`
}

func (s *Server) eventRoutes(api huma.API) {
	sse.Register(api, huma.Operation{OperationID: "events", Method: http.MethodGet, Path: base + "/events", Tags: []string{"Events"},
		Summary: "What changes from now on (server-sent events): changed names the topic, live is an instance's state on its cluster"},
		map[string]any{"changed": Changed{}, "live": Live{}}, s.events)
}

// events sends what the topics are about for as long as the reader stays.
func (s *Server) events(ctx context.Context, in *struct {
	Topics []string `query:"topics" maxItems:"20" doc:"Kinds and ids: instance/…, version/…, verification/…, project/…, cluster/…"`
	Live   string   `query:"live" doc:"An instance whose state on its cluster is wanted as well"`
}, send sse.Sender) {
}
