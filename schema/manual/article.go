package manual

import (
	"embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/txtar"
)

// Article is what the manual has to say beyond a summary.
type Article struct {
	// Text is Markdown; it may be empty.
	Text string
	// Example is a part of a schema.yaml, from the top of the file; it may be empty.
	Example string
}

// Article gives what there is to say about the key.
func (k Key) Article() Article {
	return articleAt(k.Path)
}

// ArticleOf gives what there is to say about a value of the key.
func (k Key) ArticleOf(value string) Article {
	return articleAt(k.Path + "=" + value)
}

func articleAt(name string) Article {
	a := articles()[canonical(name)]
	if name != canonical(name) {
		a.Example = "" // it shows another place
	}
	return a
}

// canonical is the name that the manual explains a topic at: the keys of service accounts are the same everywhere.
func canonical(name string) string {
	if rest, of := strings.CutPrefix(name, propertyAccount+"."); of {
		return deployerAccount + "." + rest
	}
	return name
}

//go:embed articles/*.txtar
var articleFiles embed.FS

// articles are by path, or by path=value.
var articles = sync.OnceValue(func() map[string]Article {
	found := map[string]Article{}
	for _, archive := range archives(articleFiles, "articles") {
		for _, f := range archive.Files {
			text, example, _ := strings.Cut(string(f.Data), "```yaml\n")
			example, _, _ = strings.Cut(example, "```\n")
			found[f.Name] = Article{Text: strings.TrimSpace(text), Example: example}
		}
	}
	return found
})

// archives reads all archives in a folder, in the order of their names. What is embedded can be read.
func archives(fsys embed.FS, folder string) []*txtar.Archive {
	entries, err := fsys.ReadDir(folder)
	if err != nil {
		panic(err)
	}
	all := make([]*txtar.Archive, len(entries))
	for i, e := range entries {
		data, err := fsys.ReadFile(folder + "/" + e.Name())
		if err != nil {
			panic(err)
		}
		all[i] = txtar.Parse(data)
	}
	return all
}

// ArticleNames gives what there are articles about, in alphabetical order.
func ArticleNames() []string {
	return slices.Sorted(maps.Keys(articles()))
}
