package manual

import (
	"slices"
	"strings"
)

// Key is a key of schema.yaml.
type Key struct {
	// Path names the key from the top of the file, with * for a name that the package chooses and [] for the items
	// of a list: properties.*.title, x-google-marketplace.clusterConstraints.resources[].replicas.
	Path string
	Type Type
	// Values are the only ones it can have, if it is not free.
	Values []string
	// Default is the value that counts where the key is absent, as it would be written; empty if there is none.
	Default string
	// Required says in which schemas the key must be there, next to what it belongs to.
	Required Need
	// Summary says in a sentence what the key is for.
	Summary string
}

// Type is what YAML has under a key.
type Type string

// The types of keys. Scalar is text, a number or a boolean.
const (
	Map     Type = "map"
	List    Type = "list"
	Text    Type = "text"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Scalar  Type = "scalar"
)

// Need says whether a key must be there.
type Need string

// The needs: Optional is the zero value; InV2 is required in schema v2 only.
const (
	Optional Need = ""
	Always   Need = "always"
	InV1     Need = "v1"
	InV2     Need = "v2"
)

// Name is the last part of the key's path: title for properties.*.title.
func (k Key) Name() string {
	return strings.TrimSuffix(k.Path[strings.LastIndexByte(k.Path, '.')+1:], "[]")
}

// Parent is the path of the map that the key stands in; empty for the keys on top of the file.
func (k Key) Parent() string {
	dot := strings.LastIndexByte(k.Path, '.')
	if dot < 0 {
		return ""
	}
	return k.Path[:dot]
}

// Keys gives all keys, each before those under it.
func Keys() []Key {
	return keys
}

// Children gives the keys of the map at a path; those on top of the file for the empty path.
func Children(path string) []Key {
	return children[path]
}

// Find gives the key at a path.
func Find(path string) (Key, bool) {
	for _, k := range keys {
		if k.Path == path {
			return k, true
		}
	}
	return Key{}, false
}

var (
	keys     = slices.Concat(topKeys, extensionKeys, imageKeys, accountKeys(extension+".deployerServiceAccount"), constraintKeys, propertyKeys, propertyExtensionKeys, accountKeys(propertyExtension+".serviceAccount"))
	children = byParent(keys)
)

func byParent(keys []Key) map[string][]Key {
	found := map[string][]Key{}
	for _, k := range keys {
		found[k.Parent()] = append(found[k.Parent()], k)
	}
	return found
}
