package apply

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/internal/kube"
)

// send applies an object, or tries to with dry, without the fields that the server does not know: it would refuse the
// whole object for them, while it only warns of them in every other way of writing it. They are taken out of the object,
// and told. The server need not name all of them at once.
func (a applier) send(ctx context.Context, o *unstructured.Unstructured, dry []string) (*unstructured.Unstructured, error) {
	live, err := a.patch(ctx, o, dry)
	var left []string
	for fields := unknownFields(err); len(fields) > 0 && drop(o, fields); fields = unknownFields(err) {
		left = append(left, fields...)
		live, err = a.patch(ctx, o, dry)
	}
	slices.Sort(left)
	if len(left) > 0 && a.options.Unknown != nil {
		a.options.Unknown(kube.RefOf(o), left)
	}
	return live, err
}

// LeftOut says of fields that they were left out.
func LeftOut(fields []string) string {
	return "left out, as this version of Kubernetes does not know it: " + strings.Join(fields, ", ")
}

// unknownFields reads from the server's refusal the paths of the fields that it does not know, as it writes them:
// .spec.ports[name="http"].prot. There are none if it refuses the object for something else, too.
func unknownFields(err error) []string {
	if err == nil {
		return nil
	}
	_, message, _ := strings.Cut(err.Error(), "failed to create typed patch object (")
	_, message, found := strings.Cut(message, "): ")
	if !found {
		return nil
	}
	var fields []string
	for _, line := range strings.Split(strings.TrimPrefix(message, "errors:\n"), "\n") {
		field, is := strings.CutSuffix(strings.TrimSpace(line), ": field not declared in schema")
		if !is {
			return nil
		}
		fields = append(fields, field)
	}
	return fields
}

// drop takes the fields of these paths out of an object. It is false, and the object is left as it is, if one is not there.
func drop(o *unstructured.Unstructured, fields []string) bool {
	content := o.DeepCopy().Object
	for _, field := range fields {
		if !dropAt(content, field) {
			return false
		}
	}
	o.Object = content
	return true
}

// dropAt goes along a path, of which a step is either .name or the part of a list in brackets. Names may have dots in
// them, which is why they are looked for among those that are there.
func dropAt(at any, path string) bool {
	switch at := at.(type) {
	case map[string]any:
		name, rest := nameIn(at, path)
		if name != "" && rest == "" {
			delete(at, name)
			return true
		}
		return name != "" && dropAt(at[name], rest)
	case []any:
		i, rest := indexIn(at, path)
		return i >= 0 && rest != "" && dropAt(at[i], rest)
	}
	return false
}

// nameIn gives the longest name of a map that a path begins with, and the rest of the path. The name is empty if there
// is none.
func nameIn(m map[string]any, path string) (name, rest string) {
	for key := range m {
		after, begins := strings.CutPrefix(path, "."+key)
		if begins && len(key) > len(name) && (after == "" || after[0] == '.' || after[0] == '[') {
			name, rest = key, after
		}
	}
	return name, rest
}

// indexIn gives which item of a list a path begins with, [3] or [name="http",port=80], and the rest of the path. It is -1
// if there is none.
func indexIn(list []any, path string) (i int, rest string) {
	inner, rest, found := cutBrackets(path)
	if !found {
		return -1, ""
	}
	if i, err := strconv.Atoi(inner); err == nil && i >= 0 && i < len(list) {
		return i, rest
	}
	keys := keysOf(inner)
	return slices.IndexFunc(list, func(item any) bool { return len(keys) > 0 && has(item, keys) }), rest
}

// cutBrackets gives what is in the brackets that a path begins with, and what comes after them. Those in quotes do not
// count.
func cutBrackets(path string) (inner, rest string, found bool) {
	quoted := false
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case i == 0 && c != '[':
			return "", "", false
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ']' && !quoted:
			return path[1:i], path[i+1:], true
		}
	}
	return "", "", false
}

// keysOf reads name="http",port=80. It is nil if the text is something else.
func keysOf(text string) map[string]any {
	keys := map[string]any{}
	for text != "" {
		name, rest, found := strings.Cut(text, "=")
		decoder := json.NewDecoder(strings.NewReader(rest))
		var value any
		if !found || decoder.Decode(&value) != nil {
			return nil
		}
		keys[name] = value
		text = strings.TrimPrefix(rest[decoder.InputOffset():], ",")
	}
	return keys
}

// has says whether an item of a list has these values. A value that it does not have is one that the server has put in.
func has(item any, keys map[string]any) bool {
	m, is := item.(map[string]any)
	for name, want := range keys {
		if number, ok := want.(float64); ok {
			want = int64(number)
		}
		if got, there := m[name]; there && !reflect.DeepEqual(got, want) {
			return false
		}
	}
	return is
}
