package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/scaffold"
)

// initImage is an image on this machine that goes into the package.
type initImage struct {
	name, source string
	image        v1.Image
}

var namedImage = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*)=(.+)$`)

// readImages reads the --image flags into the options, and opens those that lie on this machine.
func (f *initFlags) readImages(ctx context.Context) ([]initImage, error) {
	f.Images = map[string]scaffold.Image{}
	var local []initImage
	for _, flag := range f.images {
		i := initImage{name: scaffold.AppImage, source: flag}
		if m := namedImage.FindStringSubmatch(flag); m != nil {
			i.name, i.source = m[1], m[2]
		}
		if f.Images[i.name].Source != "" {
			return nil, fmt.Errorf("--image %s: there are two for %s", flag, i.name)
		}
		if err := i.open(ctx); err != nil {
			return nil, fmt.Errorf("--image %s: %w", flag, err)
		}
		facts, err := i.facts()
		if err != nil {
			return nil, fmt.Errorf("--image %s: %w", flag, err)
		}
		if i.name == scaffold.AppImage && f.port != 0 {
			facts.Port = f.port
		}
		f.Images[i.name] = facts
		if i.image != nil {
			local = append(local, i)
		}
	}
	return local, nil
}

// open opens what lies on this machine; anything else has to be a reference.
func (i *initImage) open(ctx context.Context) error {
	if _, err := os.Stat(i.source); err != nil {
		if strings.HasSuffix(i.source, ".tar") {
			return errors.New("there is no such archive")
		}
		if _, err := name.ParseReference(i.source); err != nil {
			return errors.New("it is neither a file here nor an image reference, such as registry.example.com/app:1.0.0")
		}
		return nil
	}
	var err error
	i.image, err = images.OpenImage(ctx, i.source)
	return err
}

// facts tells what a package has to know of the image.
func (i *initImage) facts() (scaffold.Image, error) {
	facts := scaffold.Image{Source: i.source, User: -1}
	if i.image == nil {
		return facts, nil
	}
	facts.Source, facts.Local = filepath.Base(i.source), true
	config, err := i.image.ConfigFile()
	if err != nil {
		return facts, err
	}
	var ports []int
	for exposed := range config.Config.ExposedPorts {
		number, protocol, _ := strings.Cut(exposed, "/")
		if port, err := strconv.Atoi(number); err == nil && (protocol == "" || protocol == "tcp") {
			ports = append(ports, port)
		}
	}
	if len(ports) > 0 {
		facts.Port = slices.Min(ports)
	}
	facts.User = numericUser(config.Config.User)
	facts.NoShell, err = lacksShell(i.image)
	return facts, err
}

// numericUser gives the number of an image's user; -1 if it has a name only.
func numericUser(user string) int64 {
	user, _, _ = strings.Cut(user, ":")
	if user == "" || user == "root" {
		return 0
	}
	if n, err := strconv.ParseInt(user, 10, 64); err == nil {
		return n
	}
	return -1
}

// lacksShell says whether the image has no /bin/sh or no wget.
func lacksShell(img v1.Image) (bool, error) {
	content := mutate.Extract(img)
	defer func() { _ = content.Close() }()
	shell, wget := false, false
	for r := tar.NewReader(content); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return !shell || !wget, nil
		}
		if err != nil {
			return false, fmt.Errorf("read its files: %w", err)
		}
		switch file := strings.TrimPrefix(path.Clean("/"+header.Name), "/usr"); file {
		case "/bin/sh":
			shell = true
		case "/bin/wget":
			wget = true
		}
	}
}

// write puts the image into a folder under its reference.
func (i *initImage) write(dir, reference string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return images.WriteArchive(filepath.Join(dir, i.name+".tar"), reference, i.image)
}
