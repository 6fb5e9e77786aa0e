package schema

import "regexp"

// semver is the pattern that semver.org gives for versions.
var semver = regexp.MustCompile(`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)` +
	`(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$`)

// Parse reads a schema.yaml. file is only its name in problems. The error is Problems, with all faults that the
// reference would refuse the file for already when it loads it; Check finds those that it refuses later.
// No more than 1 MiB is read.
func Parse(file string, data []byte) (*Schema, error) {
	return parse(file, data, (*reader).schema)
}

// ParseTest reads the schema.yaml of a package's tests, of which only the properties are used: laid over those of the
// package by Overlay. The error is Problems.
func ParseTest(file string, data []byte) (*Schema, error) {
	return parse(file, data, (*reader).testSchema)
}

func parse(file string, data []byte, read func(*reader, *node) *Schema) (*Schema, error) {
	s, problems := readSchema(file, data, read)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// readSchema gives the schema as far as it could be read, and nil if there was nothing to read it from.
func readSchema(file string, data []byte, read func(*reader, *node) *Schema) (*Schema, Problems) {
	tree, problems := parseTree(file, data)
	r := &reader{file: file, problems: problems}
	switch {
	case problems.Err() != nil && (tree == nil || problems.Has(CodeLimit)):
		return nil, problems
	case tree.isNull():
		r.fault(position{1, 1}, CodeShape, "the file is empty", "declare at least the properties for name and namespace")
		return nil, r.problems
	case tree.kind != mapKind:
		r.fault(tree.position, CodeShape, "a schema is a map, but this is "+tree.describe(), "")
		return nil, r.problems
	}
	s := read(r, tree)
	r.problems.sort()
	s.Warnings = r.problems.Warnings()
	return s, r.problems
}

func (r *reader) schema(root *node) *Schema {
	r.known(root, "", "")
	s := &Schema{File: r.file, SchemaVersion: "v1", Dialect: EnvsubstGNU, document: root, version: root.keyAt("x-google-marketplace")}
	s.ApplicationAPIVersion = r.apiVersion(root)
	if x := root.get("x-google-marketplace"); x.truthy() {
		r.extension(s, r.mapAt(root, "x-google-marketplace", "x-google-marketplace"))
	}
	r.properties(s, root)
	s.Form = r.form(root)
	return s
}

func (r *reader) testSchema(root *node) *Schema {
	for _, e := range root.entries {
		if e.key != "properties" {
			r.warn(e.at, CodeUnknownKey, shorten(e.key)+" is ignored in a test schema", "only properties are laid over the package's schema")
		}
	}
	s := &Schema{File: r.file, SchemaVersion: "v1", document: root, version: root.position}
	r.properties(s, root)
	return s
}

func (r *reader) apiVersion(n *node) string {
	if v := r.wordsAt(n, "applicationApiVersion", "applicationApiVersion"); v != "" {
		return v
	}
	return r.wordsAt(n, "application_api_version", "application_api_version")
}

// extension reads the top level's x-google-marketplace.
func (r *reader) extension(s *Schema, x *node) {
	if x == nil {
		return
	}
	const path = "x-google-marketplace"
	r.known(x, path, path)
	if v := x.get("schemaVersion"); v != nil {
		s.SchemaVersion, _ = v.scalar.(string)
		if s.SchemaVersion != "v1" && s.SchemaVersion != "v2" {
			r.fault(v.position, CodeSchemaVersion, "schemaVersion must be v1 or v2, but is "+v.describe(), "")
		}
	}
	s.PartnerID, s.SolutionID = r.wordsAt(x, "partnerId", path+".partnerId"), r.wordsAt(x, "solutionId", path+".solutionId")
	if (s.PartnerID == "") != (s.SolutionID == "") {
		r.fault(x.position, CodePartner, path+".partnerId and "+path+".solutionId must be specified or missing together", "")
	}
	s.Dialect = r.dialect(x)
	s.Constraints = r.constraints(x)
	if s.SchemaVersion == "v2" {
		r.extensionV2(s, x)
	}
}

func (r *reader) dialect(x *node) EnvsubstDialect {
	v := x.get("envsubstDialect")
	if v == nil {
		return EnvsubstGNU
	}
	text, _ := v.scalar.(string)
	d := EnvsubstDialect(text)
	if d != EnvsubstGNU && d != EnvsubstDrone {
		r.fault(v.position, CodeDialect, "envsubstDialect must be gnu or drone, but is "+v.describe(), "")
	}
	return d
}

func (r *reader) extensionV2(s *Schema, x *node) {
	const path = "x-google-marketplace"
	for _, key := range []string{"applicationApiVersion", "publishedVersion", "publishedVersionMetadata", "images"} {
		if x.get(key) == nil {
			r.fault(s.version, CodeMissingKey, path+"."+key+" is required in schema v2", "")
		}
	}
	s.ApplicationAPIVersion = r.wordsAt(x, "applicationApiVersion", path+".applicationApiVersion")
	s.PublishedVersion = r.textAt(x, "publishedVersion", path+".publishedVersion")
	if s.PublishedVersion != "" && !semver.MatchString(s.PublishedVersion) {
		r.fault(x.get("publishedVersion").position, CodePublishedVersion,
			"publishedVersion "+describe(s.PublishedVersion)+" is not a semantic version", "write it as major.minor.patch, without a leading v")
	}
	r.versionMetadata(s, x)
	updates := r.mapAt(x, "managedUpdates", path+".managedUpdates")
	r.known(updates, path+".managedUpdates", path+".managedUpdates")
	s.KALMSupported = r.boolAt(updates, "kalmSupported", path+".managedUpdates.kalmSupported", false)
	s.Images = r.images(x)
	if n := r.mapAt(x, "deployerServiceAccount", path+".deployerServiceAccount"); n != nil {
		s.DeployerServiceAccount = r.serviceAccount(n, x.keyAt("deployerServiceAccount"), path+".deployerServiceAccount")
	}
}

func (r *reader) versionMetadata(s *Schema, x *node) {
	const path = "x-google-marketplace.publishedVersionMetadata"
	n := r.mapAt(x, "publishedVersionMetadata", path)
	if n == nil {
		return
	}
	r.known(n, path, path)
	if s.ReleaseNote = r.wordsAt(n, "releaseNote", path+".releaseNote"); s.ReleaseNote == "" {
		r.fault(n.keyAt("releaseNote"), CodeMissingKey, "publishedVersionMetadata.releaseNote is required", "say in a sentence what is new in this version")
	}
	s.ReleaseTypes = r.textsAt(n, "releaseTypes", path+".releaseTypes")
	s.Recommended = r.boolAt(n, "recommended", path+".recommended", false)
}

func (r *reader) form(root *node) []FormItem {
	var form []FormItem
	for _, item := range r.mapsAt(root, "form", "form") {
		r.known(item, "form", "form[]")
		form = append(form, FormItem{
			Widget:      r.wordsAt(item, "widget", "form.widget"),
			Description: r.wordsAt(item, "description", "form.description"),
			at:          item.position,
			describedAt: item.keyAt("description"),
		})
	}
	return form
}
