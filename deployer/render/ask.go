package render

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	apijson "k8s.io/apimachinery/pkg/util/json" // whole numbers become int64, as they are without a worker
)

// query is what a worker, which reaches no cluster, asks the one that started it to look up.
type query struct {
	APIVersion, Kind, Namespace, Name string
}

// finding is the answer to a query: a line of JSON.
type finding struct {
	Object map[string]any `json:",omitempty"`
	Error  string         `json:",omitempty"`
}

// answer looks up what a worker asks for. The error is that of writing to it.
func (q query) answer(ctx context.Context, lookup Lookup, to io.Writer) error {
	var f finding
	object, err := lookup(ctx, q.APIVersion, q.Kind, q.Namespace, q.Name)
	if f.Object = object; err != nil {
		f = finding{Error: err.Error()}
	}
	line, err := json.Marshal(f)
	if err == nil && len(line) >= maxLine {
		line, err = json.Marshal(finding{Error: fmt.Sprintf("lookup of %s found more than %d bytes", q.Kind, maxLine)})
	}
	if err != nil {
		return err
	}
	_, err = to.Write(append(line, '\n'))
	return err
}

// asking is the lookup of a worker.
func asking(say *json.Encoder, found <-chan []byte) Lookup {
	return func(ctx context.Context, apiVersion, kind, namespace, name string) (map[string]any, error) {
		if err := say.Encode(answer{Lookup: &query{apiVersion, kind, namespace, name}}); err != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case line := <-found:
			var f finding
			if err := apijson.Unmarshal(line, &f); err != nil {
				return nil, err
			}
			if f.Error != "" {
				return nil, errors.New(f.Error)
			}
			if f.Object == nil {
				f.Object = map[string]any{}
			}
			return f.Object, nil
		}
	}
}
