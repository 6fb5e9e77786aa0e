// Package scaffold begins package folders: new ones, and ones around a chart that exists. Options and a chart's files
// in, the folder's files and notes for a human out: no file is written, no terminal, cluster or network is reached, so
// that a server can do the same as the command line.
package scaffold

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing/fstest"
	"unicode"

	"github.com/chandler-dev/chandler/schema"
)

// Kind is the flavour of a package.
type Kind string

// The kinds of packages.
const (
	Envsubst Kind = "envsubst" // plain manifests in manifest/
	Helm     Kind = "helm"     // a chart in chart/
)

// AppImage and TesterImage are the names that Options.Images knows the images of a new package by.
const (
	AppImage    = "app"
	TesterImage = "tester"
)

// Options say what a package is to be. Empty fields get what is said of them.
type Options struct {
	// Name is a DNS label of at most 40 characters; for a chart, by default, the chart's.
	Name string
	// Title is what people read; made of Name by default.
	Title string
	// Version is the published version, a semantic version without build metadata; 1.0.0 by default, for a chart its
	// appVersion or version made semantic.
	Version string
	// Kind is read by New only.
	Kind Kind
	// PartnerID and SolutionID are the vendor's and the product's registration with a marketplace: both or none.
	PartnerID, SolutionID string
	// Images are those that are known already, by name. New needs AppImage, and uses AppImage for the tester, too, if
	// there is no TesterImage.
	Images map[string]Image
	// AllValues makes FromChart propose a property for every scalar of the chart's values, not only for those that a
	// customer would set.
	AllValues bool
	// KeepImages makes FromChart leave the images to the chart: the schema declares none, no property reaches the values
	// that name one, and Package.References lists what the chart runs. For charts whose images stay where they are.
	KeepImages bool
}

// Image is what is known of an image.
type Image struct {
	// Source is where the image comes from: a reference, or an archive. It is shown only.
	Source string
	// Local says that the caller puts the image into the package, at images/NAME.tar.
	Local bool
	// Port is the TCP port that the app listens on; 0 if it is not known.
	Port int
	// User is the numeric user that the image runs as; 0 for root, -1 if it is not known.
	User int64
	// NoShell says that the image is known to lack /bin/sh or wget, which a generated tester runs.
	NoShell bool
}

// Note is something that a human should look at.
type Note struct {
	// File is the path in the package folder that it is about; may be empty.
	File string
	// Text says what was decided or is missing, and what to do.
	Text string
}

// Package is a package folder that is not written yet.
type Package struct {
	Name, Title, Version string
	Kind                 Kind
	// Files are the contents by their slash-separated paths.
	Files map[string][]byte
	Notes []Note
	// Images are the names of the images that the schema declares, by the names that Options.Images has: AppImage for
	// the one that the schema calls ''.
	Images []string
	// References are the images that a chart with KeepImages runs with the defaults of its schema, tests included,
	// sorted; nil if it does not render.
	References []string
}

// FS gives the files as a file system.
func (p *Package) FS() fs.FS {
	files := fstest.MapFS{}
	for name, data := range p.Files {
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return files
}

func (p *Package) note(file, format string, args ...any) {
	p.Notes = append(p.Notes, Note{File: file, Text: fmt.Sprintf(format, args...)})
}

const maxNameLength = 40

var names = regexp.MustCompile(`^[a-z]([-a-z0-9]*[a-z0-9])?$`)

// NameError says what is wrong with a package's name; nil if nothing is.
func NameError(name string) error {
	if len(name) > maxNameLength || !names.MatchString(name) {
		return fmt.Errorf("the name %q is not one that Kubernetes takes: use at most %d small letters, digits and dashes, a letter first", name, maxNameLength)
	}
	return nil
}

// TitleError says what is wrong with a package's title; nil if nothing is. A title stands in manifests and templates,
// where $ and {{ mean something.
func TitleError(title string) error {
	if len(title) > 100 || strings.ContainsAny(title, "$\n\r\t") || strings.Contains(title, "{{") {
		return fmt.Errorf("the title %q does not do: use one line of at most 100 characters, without $ and {{", title)
	}
	return nil
}

// VersionError says what is wrong with a package's version; nil if nothing is. Build metadata is refused because the
// version is the tag of every image, which has no plus.
func VersionError(version string) error {
	if !versions.MatchString(version) {
		return fmt.Errorf("the version %q is not a semantic version: write it as major.minor.patch, such as 1.0.0, without a leading v and without build metadata", version)
	}
	return nil
}

func (o *Options) check() error {
	if o.Title == "" {
		o.Title = TitleOf(o.Name)
	}
	for _, err := range []error{NameError(o.Name), TitleError(o.Title), VersionError(o.Version)} {
		if err != nil {
			return err
		}
	}
	if (o.PartnerID == "") != (o.SolutionID == "") {
		return fmt.Errorf("the ids of partner and solution belong together: give both or none")
	}
	for _, id := range []string{o.PartnerID, o.SolutionID} {
		if err := IDError(id); id != "" && err != nil {
			return err
		}
	}
	return nil
}

// IDError says what is wrong with the id of a partner or a product; nil if nothing is.
func IDError(id string) error {
	if !ids.MatchString(id) {
		return fmt.Errorf("the id %q does not do: use letters, digits, dashes, dots and underscores", id)
	}
	return nil
}

var ids = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// TitleOf makes a title of a name or of the path of a value: "Replica count" of replicaCount, "Message board" of
// message-board.
func TitleOf(name string) string {
	var b strings.Builder
	runes := []rune(name)
	lower := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsLower(runes[i]) }
	for i, c := range runes {
		switch {
		case strings.ContainsRune("-_.", c):
			c = ' '
		case unicode.IsUpper(c) && lower(i-1):
			b.WriteByte(' ')
			if lower(i + 1) {
				c = unicode.ToLower(c)
			}
		}
		b.WriteRune(c)
	}
	title := strings.Join(strings.Fields(b.String()), " ")
	if title == "" {
		return title
	}
	return strings.ToUpper(title[:1]) + title[1:]
}

// NameOf makes a package's name of any text, such as a folder's name; it may be empty.
func NameOf(text string) string {
	name := strings.TrimLeft(schema.DNS1123Name(path.Base(text)), "0123456789-")
	return strings.TrimRight(schema.LimitName(name, maxNameLength), "-")
}
