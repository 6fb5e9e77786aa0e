package manual

// Topic is one thing that the manual can explain: a key, a value of a key, or a code.
type Topic struct {
	// Name is the path of a key, a path=value, or a code.
	Name string
	// Summary says in a sentence what it is.
	Summary string
	// Markdown is all there is to say, under a heading.
	Markdown string
}

// Topics gives all that can be explained: keys, values that there is more to say about than a sentence, and codes.
func Topics() []Topic {
	var all []Topic
	for _, k := range Keys() {
		all = append(all, Topic{k.Path, k.Summary, k.markdown()})
		for _, v := range k.Values {
			if k.ArticleOf(v.Name) != (Article{}) {
				all = append(all, Topic{k.Path + "=" + v.Name, v.Summary, k.valueMarkdown(v)})
			}
		}
	}
	for _, c := range Codes() {
		all = append(all, Topic{c.ID, c.Title, c.Markdown("")})
	}
	return all
}
