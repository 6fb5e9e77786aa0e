package images

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing/fstest"
)

// The flavours of a package: how its manifests are rendered.
const (
	Envsubst = "envsubst" // manifest/, with $NAME put in
	Helm     = "Helm"     // chart/
)

// Source is a package folder, read whole.
type Source struct {
	// Dir is the folder as it was given.
	Dir string
	// Files are the package's files in the layout of an image: data/…, data-test/….
	Files fs.FS
	// Flavour is Envsubst or Helm.
	Flavour string
	// Environment is what the package's own Dockerfile sets for the deployer, as NAME=VALUE, sorted.
	Environment []string
	// ImageArchives are the paths of images that lie in the folder's images/ (archives and OCI layouts), sorted:
	// the app's own images for clusters without a registry. They are not packed.
	ImageArchives []string
}

// FolderOptions are what a build would put into the schema: the only two names, $REGISTRY and $TAG, that schema.yaml
// may hold at build time. One that is empty here is left as it stands.
type FolderOptions struct {
	Registry, Tag string
}

// OpenFolder reads a package folder. What it has: schema.yaml; manifest/, or chart/ (a chart, a folder with one, or
// a packed one); and perhaps tests, in apptest/deployer/ or data-test/. It gives a *FolderError if that is not so,
// if a link leads out of the folder, or if it is larger than an image's package may be.
func OpenFolder(dir string, o FolderOptions) (*Source, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	p := &packer{folder: &folder{dir: dir, root: root}, options: o, out: packageFiles{fstest.MapFS{}, map[string]string{}}}
	if err := p.pack(); err != nil {
		return nil, err
	}
	archives, err := imageArchives(filepath.Join(dir, "images"))
	if err != nil {
		return nil, err
	}
	return &Source{Dir: dir, Files: p.out, Flavour: p.flavour, Environment: p.environment, ImageArchives: archives}, nil
}

func openRoot(dir string) (*os.Root, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &FolderError{Dir: dir, Message: "there is no such folder", Hint: "name a package folder or a deployer image"}
	case err != nil:
		return nil, &FolderError{Dir: dir, Message: "cannot be read: " + reason(err)}
	case !info.IsDir():
		return nil, &FolderError{Dir: dir, Message: "is a file, not a package folder", Hint: folderNeeds}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, &FolderError{Dir: dir, Message: "cannot be read: " + reason(err)}
	}
	return root, nil
}

// packer fills out with the folder's files at their places in an image.
type packer struct {
	*folder
	options FolderOptions
	flavour string
	// environment is what the Dockerfile sets for the deployer.
	environment []string
	out         packageFiles
}

func (p *packer) pack() error {
	if err := p.addSchema("schema.yaml", "data/schema.yaml"); errors.Is(err, fs.ErrNotExist) {
		return &FolderError{Dir: p.dir, Message: "there is no schema.yaml in it", Hint: folderNeeds}
	} else if err != nil {
		return err
	}
	if err := p.addMain(); err != nil {
		return err
	}
	if err := p.addEnvironment(); err != nil {
		return err
	}
	return p.addTests()
}

// addMain adds the manifests or the chart: the one of them that is there.
func (p *packer) addMain() error {
	manifest, err := p.isDir("manifest")
	if err != nil {
		return err
	}
	chart, err := p.isDir("chart")
	if err != nil {
		return err
	}
	switch {
	case manifest && chart:
		return &FolderError{Dir: p.dir, Message: "it has both manifest/ (envsubst) and chart/ (Helm)", Hint: "keep one: a package has one flavour"}
	case manifest:
		p.flavour = Envsubst
		return p.addManifests("manifest", "data/manifest")
	case chart:
		p.flavour = Helm
		return p.addChart("chart", "data/chart/chart.tar.gz")
	}
	return &FolderError{Dir: p.dir, Message: "it has neither manifest/ nor chart/", Hint: folderNeeds}
}

// addSchema adds a schema, $REGISTRY and $TAG put in. fs.ErrNotExist if there is none.
func (p *packer) addSchema(from, to string) error {
	data, err := p.read(from)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return p.wrong(from, "is empty", "it declares the package's version, images and parameters")
	}
	p.addFrom(from, to, substitute(data, p.options))
	return nil
}

// addManifests adds the files directly in a folder. Hidden ones stay behind: a deployer's glob does not see them.
func (p *packer) addManifests(from, to string) error {
	names, err := p.list(from)
	if err != nil {
		return err
	}
	for _, base := range names {
		name := from + "/" + base
		dir, err := p.isDir(name)
		if err != nil {
			return err
		}
		if dir {
			return p.wrong(name, "is a folder", "a deployer reads only the files directly in "+from+"/; move them up")
		}
		data, err := p.read(name)
		if err != nil {
			return err
		}
		p.addFrom(name, to+"/"+base, data)
	}
	if len(names) == 0 {
		return p.wrong(from, "has no manifests in it", "")
	}
	return nil
}

func (p *packer) addChart(from, to string) error {
	files, err := p.chart(from, isChart)
	if err != nil {
		return err
	}
	return p.addPacked(files, to)
}

func (p *packer) addPacked(files map[string][]byte, to string) error {
	data, err := packChart(files)
	if err != nil {
		return err
	}
	p.add(to, data)
	return nil
}

func (p *packer) add(name string, data []byte) {
	p.out.MapFS[name] = &fstest.MapFile{Data: data, Mode: 0o644}
}

// addFrom adds what is one file in the folder, too.
func (p *packer) addFrom(from, to string, data []byte) {
	p.add(to, data)
	p.out.origins[to] = filepath.Join(p.dir, filepath.FromSlash(from))
}
