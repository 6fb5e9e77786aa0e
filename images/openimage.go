package images

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// platform is the one that images for several are taken for.
func platform() v1.Platform { return v1.Platform{OS: "linux", Architecture: runtime.GOARCH} }

// OpenImage opens an image for reading: an OCI layout folder or an archive (OCI's, or docker save's) if there is a
// file or folder of that name, otherwise one in a registry. Of an image for several platforms it takes the one for
// Linux on this machine's architecture. What lies on disk is read when it is asked for, and checked against its digest.
func OpenImage(ctx context.Context, ref string) (v1.Image, error) {
	info, err := os.Stat(ref)
	switch {
	case err != nil:
		return openRemote(ctx, ref)
	case info.IsDir() && !isLayout(ref):
		return nil, fmt.Errorf("%s is a folder, but not an OCI layout (it has no file oci-layout)", ref)
	case info.IsDir():
		return openStore(ref, layoutFolder(ref))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is neither a file nor a folder", ref)
	}
	return openArchive(ref)
}

// OpenRemote is OpenImage of an image in a registry, whatever lies on this machine: for references of strangers.
func OpenRemote(ctx context.Context, ref string) (v1.Image, error) { return openRemote(ctx, ref) }

func openRemote(ctx context.Context, ref string) (v1.Image, error) {
	r, err := parseReference(ref)
	if err != nil {
		return nil, err
	}
	img, err := remote.Image(r, append(remoteOptions(ctx), remote.WithPlatform(platform()))...)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", ref, explain(r, err))
	}
	return img, nil
}

func openArchive(path string) (v1.Image, error) {
	entries, err := indexTar(path)
	switch {
	case errors.Is(err, errGzipped):
		return nil, fmt.Errorf("%s is compressed; unpack it first: gunzip %[1]s", path)
	case err != nil:
		return nil, fmt.Errorf("%s is not an image archive: %w", path, err)
	case entries.has("index.json"):
		return openStore(path, entries)
	case !entries.has("manifest.json"):
		return nil, fmt.Errorf("%s is not an image archive: it has neither index.json (OCI) nor manifest.json (docker save)", path)
	}
	img, err := tarball.ImageFromPath(path, nil)
	if err != nil {
		return nil, fmt.Errorf("open the docker archive %s: %w", path, err)
	}
	return img, nil
}
