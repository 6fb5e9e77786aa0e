package schema

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// projectImages derives the properties of a v2 schema's images.
func (r *resolver) projectImages() {
	if r.schema.SchemaVersion != "v2" {
		return
	}
	prefix, ok := r.imageRepoPrefix()
	if !ok {
		r.failAt(ImageRepoPrefixKey, r.schema.File, position{}, CodeImageRepoPrefix,
			"no value for "+ImageRepoPrefixKey, "give the repository that the deployer image is in; its other images are looked for there")
		return
	}
	for _, image := range r.schema.Images {
		repository := image.repository(prefix)
		if !strings.Contains(repository, "/") {
			r.failAt(ImageRepoPrefixKey, r.schema.File, position{}, CodeImageRepoPrefix,
				"the value of "+ImageRepoPrefixKey+" has no registry in it", "write it as registry/repository")
			return
		}
		for _, p := range image.Properties {
			r.generated[p.Name] = derived{project(p.Type, repository, r.schema.PublishedVersion), r.schema.File, p.at}
		}
	}
}

// derive makes the generated properties of a property.
func (r *resolver) derive(p *Property, v any) {
	text, _ := v.(string)
	switch {
	case p.ApplicationUID != nil:
		r.generate(p, p.ApplicationUID.CreateApplicationBoolean, text == "")
	case p.String != nil:
		r.generate(p, p.String.Base64Encoded, base64.StdEncoding.EncodeToString([]byte(text)))
	case p.TLSCertificate != nil:
		r.splitCertificate(p, text)
	case p.Image != nil:
		r.splitImage(p, text)
	}
}

func (r *resolver) generate(p *Property, name string, v any) {
	if name != "" {
		r.generated[name] = derived{v, p.File, position{p.Line, p.Column}}
	}
}

func (r *resolver) splitCertificate(p *Property, text string) {
	names := p.TLSCertificate
	if names.Base64EncodedCertificate == "" && names.Base64EncodedPrivateKey == "" {
		return
	}
	var pair keyPair
	if err := json.Unmarshal([]byte(text), &pair); err != nil || pair.PrivateKey == "" || pair.Certificate == "" {
		r.fail(p, CodeCertificate, "the value of property "+p.Name+" is not a certificate",
			`give a JSON object with the PEM texts "private_key" and "certificate"`)
		return
	}
	r.generate(p, names.Base64EncodedPrivateKey, base64.StdEncoding.EncodeToString([]byte(pair.PrivateKey)))
	r.generate(p, names.Base64EncodedCertificate, base64.StdEncoding.EncodeToString([]byte(pair.Certificate)))
}

// splitImage takes the image of a v1 schema apart. Before and after the colon put together again with a colon give the
// reference, also with a digest.
func (r *resolver) splitImage(p *Property, reference string) {
	split := p.Image
	if split.ByColon == nil && split.ToRegistryTag == nil {
		return
	}
	before, after := cutTag(reference)
	if after == "" {
		r.fail(p, CodeImageReference, "the value of property "+p.Name+" has neither tag nor digest", "write it as registry/repository:tag")
		return
	}
	if c := split.ByColon; c != nil {
		r.generate(p, c.Before, before)
		r.generate(p, c.After, after)
	}
	if c := split.ToRegistryTag; c != nil {
		registry, repository, ok := strings.Cut(before, "/")
		if !ok {
			r.fail(p, CodeImageReference, "the value of property "+p.Name+" does not include a registry", "write it as registry/repository:tag")
			return
		}
		r.generate(p, c.Registry, registry)
		r.generate(p, c.Repo, repository)
		r.generate(p, c.Tag, after)
	}
}
