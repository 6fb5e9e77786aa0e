package hooks

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Bounds on the hooks that are kept: a Secret holds no more than 1 MiB, and is written as base64.
const (
	maxPacked   = 512 << 10
	maxUnpacked = 16 << 20
)

// secretKey is under which the Secret has the hooks: a list of objects as JSON, compressed with gzip.
const secretKey = "hooks.json.gz"

// SecretName is what the Secret is called that keeps an app's delete hooks.
func SecretName(app string) string { return app + "-delete-hooks" }

// Keep gives the Secret that keeps the hooks which run when the app is removed, long after its deployer is gone; nil if
// there are none. They are rendered, with all values in them. The error says that they are too large.
func Keep(app string, all []Hook) (*unstructured.Unstructured, error) {
	var list []map[string]any
	for _, h := range all {
		if slices.ContainsFunc(h.Moments, isDelete) {
			list = append(list, h.Object.Object)
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	packed, err := pack(list)
	if err != nil {
		return nil, err
	}
	if len(packed) > maxPacked {
		return nil, fmt.Errorf("the hooks that run when the app is removed have %d bytes when compressed, of %d that can be kept: make them smaller", len(packed), maxPacked)
	}
	secret := &unstructured.Unstructured{Object: map[string]any{"type": "Opaque", "data": map[string]any{secretKey: base64.StdEncoding.EncodeToString(packed)}}}
	secret.SetAPIVersion("v1")
	secret.SetKind("Secret")
	secret.SetName(SecretName(app))
	return secret, nil
}

func pack(list []map[string]any) ([]byte, error) {
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	if err := json.NewEncoder(zipped).Encode(list); err != nil {
		return nil, fmt.Errorf("write the hooks: %w", err)
	}
	if err := zipped.Close(); err != nil {
		return nil, fmt.Errorf("write the hooks: %w", err)
	}
	return b.Bytes(), nil
}

// unpack reads what the Secret has.
func unpack(data []byte) ([]Hook, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(zipped, maxUnpacked+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxUnpacked {
		return nil, fmt.Errorf("they have more than %d bytes", maxUnpacked)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	objects := make([]*unstructured.Unstructured, len(list))
	for i, item := range list {
		objects[i] = &unstructured.Unstructured{}
		if err := objects[i].UnmarshalJSON(item); err != nil {
			return nil, err
		}
	}
	hooks, _ := Parse(objects)
	return slices.DeleteFunc(hooks, func(h Hook) bool { return !slices.ContainsFunc(h.Moments, isDelete) }), nil
}
