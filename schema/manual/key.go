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
	// Items are what a List has; empty if the manual has keys for its items.
	Items Type
	// Values are the only ones it can have, if it is not free; Open says that others are taken, too.
	Values []Value
	Open   bool
	// Default is the value that counts where the key is absent, as it would be written; empty if there is none.
	Default string
	// Required says in which schemas the key must be there, next to what it belongs to.
	Required Need
	// Only is v1 or v2 if the key is read in schemas of that version only.
	Only string
	// Summary says in a sentence what the key is for.
	Summary string
}

// Value is a value that a key can have.
type Value struct {
	Name string
	// Summary says in a sentence what the value means.
	Summary string
}

// Type is what YAML has under a key.
type Type string

// The types of keys. Text must be text for YAML, too, so that a number stands in quotes; Words may be a number or a
// boolean that is taken as it is spelled; Scalar is text, a number or a boolean, and stays what it is.
const (
	Map     Type = "map"
	List    Type = "list"
	Text    Type = "text"
	Words   Type = "words"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Scalar  Type = "scalar"
)

// Need says whether a key must be there.
type Need string

// The needs: Optional is the zero value; InV1 and InV2 are for schemas of that version; InNew is for packages that are
// newly built, which Check holds a schema to.
const (
	Optional Need = ""
	Always   Need = "always"
	InV1     Need = "v1"
	InV2     Need = "v2"
	InNew    Need = "new"
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

// below is the path of the map that the keys under this one stand in.
func (k Key) below() string {
	if k.Type == List {
		return k.Path + "[]"
	}
	return k.Path
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
	keys     = slices.Concat(topKeys, extensionKeys, imageKeys, accountKeys(deployerAccount), constraintKeys, propertyKeys, propertyExtensionKeys, accountKeys(propertyAccount))
	children = byParent(keys)
)

func byParent(keys []Key) map[string][]Key {
	found := map[string][]Key{}
	for _, k := range keys {
		found[k.Parent()] = append(found[k.Parent()], k)
	}
	return found
}
