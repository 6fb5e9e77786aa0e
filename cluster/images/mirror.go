package images

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"

	containerd "github.com/containerd/containerd/v2/client"
	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/pkg/namespaces"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// partPath is that of a request for a part of an image, after the OCI distribution specification.
var partPath = regexp.MustCompile(`^/v2/(.+)/(manifests|blobs)/([^/]+)$`)

// Mirror serves the images that containerd has as a registry would. containerd asks it first for any image of any
// registry, so that a Pod that wants its image pulled always (imagePullPolicy: Always) gets the one that was loaded.
func Mirror(client *containerd.Client) http.Handler {
	m := &mirror{client: client}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/{$}", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /v2/", m.serve)
	return mux
}

type mirror struct{ client *containerd.Client }

func (m *mirror) serve(w http.ResponseWriter, r *http.Request) {
	parts := partPath.FindStringSubmatch(r.URL.Path)
	if parts == nil {
		http.NotFound(w, r)
		return
	}
	r = r.WithContext(namespaces.WithNamespace(r.Context(), namespace))
	repository := r.URL.Query().Get("ns") + "/" + parts[1]
	descriptor, ok := m.find(r, repository, parts[3])
	if !ok {
		http.NotFound(w, r)
		return
	}
	blob, err := m.client.ContentStore().ReaderAt(r.Context(), descriptor)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer func() { _ = blob.Close() }()
	reader := content.NewReader(blob)
	if parts[2] == "manifests" {
		writeManifest(w, descriptor, reader)
		return
	}
	w.Header().Set("Docker-Content-Digest", descriptor.Digest.String())
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(blob.Size(), 10))
	_, _ = io.Copy(w, reader) // containerd notices what is missing
}

// find resolves a tag with the image store, and takes a digest for what it is.
func (m *mirror) find(r *http.Request, repository, reference string) (ocispec.Descriptor, bool) {
	if d, err := digest.Parse(reference); err == nil {
		return ocispec.Descriptor{Digest: d}, true
	}
	image, err := m.client.ImageService().Get(r.Context(), repository+":"+reference)
	return image.Target, err == nil
}

func writeManifest(w http.ResponseWriter, d ocispec.Descriptor, reader io.Reader) {
	data, err := io.ReadAll(io.LimitReader(reader, 8<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	mediaType := d.MediaType
	if mediaType == "" {
		var manifest struct{ MediaType string }
		if json.Unmarshal(data, &manifest) == nil {
			mediaType = manifest.MediaType
		}
	}
	w.Header().Set("Docker-Content-Digest", d.Digest.String())
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // containerd notices what is missing
}
