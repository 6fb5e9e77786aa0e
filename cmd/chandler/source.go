package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier"
)

// localPrefix is where the images of a package folder are said to be when they are in no registry.
const localPrefix = "chandler.local/"

// programLabel says of an image that Chandler's deployer is in it; chandler package writes it.
const programLabel = "dev.chandler.deployer"

// packageArg is the PKG|IMAGE of a command line, opened.
type packageArg struct {
	name   string
	files  fs.FS
	folder *images.Source // nil for an image
	image  v1.Image       // nil for a folder
	ref    string         // of the image, as it was given
	prefix string         // of the app's images
}

// openPackage opens a package folder, an image archive, an OCI layout or an image in a registry.
func openPackage(ctx context.Context, arg, prefix string) (*packageArg, error) {
	info, err := os.Stat(arg)
	if err == nil && info.IsDir() && !isLayout(arg) {
		return openFolder(arg, prefix)
	}
	onDisk := err == nil
	img, err := images.OpenImage(ctx, arg)
	if err != nil && !onDisk {
		return nil, fmt.Errorf("%s is neither a folder nor a file here, and as an image reference it can't be read: %w", arg, err)
	}
	if err != nil {
		return nil, err
	}
	files, err := images.Files(img)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", arg, err)
	}
	p := &packageArg{name: arg, files: files, image: img, prefix: prefix}
	if !onDisk {
		p.ref = arg
	} else if p.prefix == "" {
		p.prefix = localPrefix + strings.TrimSuffix(filepath.Base(arg), filepath.Ext(arg))
	}
	return p, nil
}

func openFolder(dir, prefix string) (*packageArg, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	name := filepath.Base(abs)
	if prefix == "" {
		prefix = localPrefix + schema.DNS1123Name(name)
	}
	folder, err := images.OpenFolder(dir, images.FolderOptions{Registry: prefix})
	if err != nil {
		return nil, err
	}
	return &packageArg{name: name, files: folder.Files, folder: folder, prefix: prefix}, nil
}

func isLayout(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "oci-layout"))
	return err == nil
}

// flavour tells how the package's manifests are made.
func (p *packageArg) flavour() string {
	if p.folder != nil {
		return p.folder.Flavour
	}
	if _, err := fs.Stat(p.files, "data/chart"); err == nil {
		return images.Helm
	}
	return images.Envsubst
}

// version is the tag of the package's images.
func (p *packageArg) version() string {
	data, err := fs.ReadFile(p.files, "data/schema.yaml")
	if err != nil {
		return "unversioned"
	}
	s, err := schema.Parse("schema.yaml", data)
	if err != nil || s.PublishedVersion == "" {
		return "unversioned"
	}
	return strings.ReplaceAll(s.PublishedVersion, "+", "_") // a tag has no plus
}

// build makes the deployer image of a folder.
func (p *packageArg) build(ctx context.Context) (v1.Image, error) {
	binary, err := findDeployer()
	if err != nil {
		return nil, err
	}
	return images.Build(ctx, p.folder, images.BuildOptions{
		DeployerBinary: binary, Title: p.name, Version: p.version(), Labels: map[string]string{programLabel: versionString()},
	})
}

// source is the package as the verifier takes it. scratch is a folder for image archives on their way to the node.
func (p *packageArg) source(t *target, scratch string) verifier.Source {
	return verifier.Source{
		Name: p.name, Flavour: p.flavour(), Files: p.files,
		Prepare: func(ctx context.Context) (verifier.Image, error) {
			img := p.image
			if img == nil {
				var err error
				if img, err = p.build(ctx); err != nil {
					return verifier.Image{}, err
				}
			}
			return p.place(ctx, img, t, scratch)
		},
	}
}

// place brings the deployer image to where the cluster finds it: an archive for an embedded cluster, else a registry.
func (p *packageArg) place(ctx context.Context, img v1.Image, t *target, scratch string) (verifier.Image, error) {
	digest, err := img.Digest()
	if err != nil {
		return verifier.Image{}, fmt.Errorf("%s: %w", p.name, err)
	}
	out := verifier.Image{Digest: digest.String(), Size: compressedSize(img), OfChandler: isOfChandler(img)}
	switch {
	case t.Embedded != nil:
		// The tag carries the content: what runs is what was built, whoever else builds the same version meanwhile.
		out.Reference = fmt.Sprintf("%s/deployer:%s-%s", p.prefixOf(), p.version(), digest.Hex[:12])
		archive := filepath.Join(scratch, digest.Hex+".tar")
		if err := images.WriteArchive(archive, out.Reference, img); err != nil {
			return verifier.Image{}, err
		}
		out.Archives = append(out.Archives, archive)
		if p.folder != nil {
			out.Archives = append(out.Archives, p.folder.ImageArchives...)
		}
	case p.ref != "":
		out.Reference, err = byDigest(p.ref, digest.String())
	case strings.HasPrefix(p.prefix, localPrefix):
		err = errors.New("this cluster pulls its images: name a registry that it and you reach with --image-prefix REGISTRY/PATH; the deployer image is pushed to REGISTRY/PATH/deployer")
	default:
		tag := fmt.Sprintf("%s/deployer:%s", p.prefix, p.version())
		if err = images.Push(ctx, tag, img); err == nil {
			out.Reference, err = byDigest(tag, digest.String())
		}
	}
	return out, err
}

// appName is what the app is called when the user gives it no name: the folder's name, or what stands before
// /deployer in the image's.
func (p *packageArg) appName() string {
	return schema.DNS1123Name(path.Base(p.prefixOf()))
}

// prefixOf is the repository prefix that the deployer derives its app's images from.
func (p *packageArg) prefixOf() string {
	if p.ref != "" {
		if prefix, err := schema.ImageRepoPrefix(p.ref); err == nil {
			return prefix
		}
	}
	return p.prefix
}
