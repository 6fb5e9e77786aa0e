package scaffold

import (
	"fmt"

	"github.com/chandler-dev/chandler/schema"
)

// defaultPort is where an app is taken to listen if its image does not say.
const defaultPort = 8080

// New begins a package with one app, a Service and a tester: it lints clean, and verifies with an image that listens
// on its port. The error says which of the options will not do.
func New(o Options) (*Package, error) {
	if o.Version == "" {
		o.Version = "1.0.0"
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Kind != Envsubst && o.Kind != Helm {
		return nil, fmt.Errorf("the kind %q is not one: it is %s or %s", o.Kind, Envsubst, Helm)
	}
	if o.Images[AppImage].Source == "" {
		return nil, fmt.Errorf("a new package needs the image of its app")
	}
	p := &Package{Name: o.Name, Title: o.Title, Version: o.Version, Kind: o.Kind, Files: map[string][]byte{}}
	plan := newPlan(o)
	if err := p.addSchema(&plan); err != nil {
		return nil, err
	}
	if err := p.addNew(&plan); err != nil {
		return nil, err
	}
	p.noteNew(o)
	if err := p.addReadme(&plan); err != nil {
		return nil, err
	}
	return p, nil
}

// newPlan is the schema of a new package.
func newPlan(o Options) plan {
	p := plan{Options: o, comment: "What a customer is asked for, and what the package is made of.",
		releaseNote: "The first version of " + o.Title + "."}
	app := image{source: o.Images[AppImage].Source, comment: "the app's own image: PREFIX:" + o.Version}
	tester := image{name: TesterImage, source: o.Images[TesterImage].Source, comment: "PREFIX/tester:" + o.Version}
	if o.Kind == Helm {
		p.comment += " Dots in names become levels of the chart's values."
		app.parts = []part{{"image.repository", schema.ProjectionRepoWithRegistry}, {"image.tag", schema.ProjectionTag}}
		tester.parts = []part{{"tester.image", schema.ProjectionFull}}
	} else {
		app.parts = []part{{"image", schema.ProjectionFull}}
		tester.parts = []part{{"testerImage", schema.ProjectionFull}}
	}
	p.images = []image{app}
	if tester.source != "" {
		p.images = append(p.images, tester)
	}
	p.properties = append(identity("name", "namespace"), property{
		name: "replicas", title: "Replicas", description: "How many Pods share the work.", kind: schema.TypeInteger,
		value: int64(1), minimum: int64(1), maximum: int64(10), required: true,
	})
	return p
}

// addNew adds the manifests or the chart, and the tester.
func (p *Package) addNew(plan *plan) error {
	app, tested := plan.Images[AppImage], plan.Images[TesterImage]
	values := newValues{Name: p.Name, Title: p.Title, Version: p.Version, Port: app.Port, User: runAs(app),
		Tester: tested.Source != "", TesterUser: runAs(tested)}
	values.Partner, values.Solution = deployInfo(plan.Options)
	if values.Port == 0 {
		values.Port = defaultPort
	}
	if !values.Tester {
		tested, values.TesterUser = app, values.User
	}
	files := map[string]string{"application.yaml": "manifest/", "deployment.yaml": "manifest/", "service.yaml": "manifest/"}
	folder := "apptest/deployer/manifest/"
	if p.Kind == Helm {
		chart := "chart/" + p.Name + "/"
		files = map[string]string{"application.yaml": chart + "templates/", "deployment.yaml": chart + "templates/", "service.yaml": chart + "templates/",
			"Chart.yaml": chart, "values.yaml": chart}
		folder = "apptest/deployer/chart/templates/"
	}
	if !tested.NoShell {
		files["tester.yaml"] = folder
	}
	for name, dir := range files {
		if err := p.addTemplate(string(p.Kind)+"/"+name, dir+name, values); err != nil {
			return err
		}
	}
	return nil
}

// nobody is the user that an image of root's is run as instead: the number that distroless images use.
const nobody = 65532

// runAs is the user that a Pod has to name: none where the image has one that is not root.
func runAs(i Image) int64 {
	if i.User == 0 && i.Local {
		return nobody
	}
	return 0
}

// deployInfo gives what the Application's deploy-info annotation says, which every deployer asks for.
func deployInfo(o Options) (partner, solution string) {
	if o.PartnerID != "" {
		return o.PartnerID, o.SolutionID
	}
	return "unregistered", o.Name
}

func (p *Package) noteNew(o Options) {
	app, tester := o.Images[AppImage], o.Images[TesterImage]
	deployment := "manifest/deployment.yaml"
	if p.Kind == Helm {
		deployment = "chart/" + p.Name + "/templates/deployment.yaml"
	}
	if app.Port == 0 {
		p.note(deployment, "the image does not say on which port the app listens: %d is a guess", defaultPort)
	}
	switch {
	case runAs(app) != 0:
		p.note(deployment, "the image runs as root; the Pod runs it as user %d, which the app has to bear", nobody)
	case app.User < 0:
		p.note(deployment, "the Pod refuses to run as root: if the image names no user by number, set runAsUser")
	}
	if tester.Source == "" && app.NoShell {
		p.note("", "there is no tester, since the app's image has no shell with wget: add one under apptest/deployer, with an image of its own")
	} else if tester.Source == "" {
		p.note("apptest/deployer", "the tester runs the app's own image, and needs /bin/sh and wget in it")
	}
	p.noteRegistration(o)
}

// noteRegistration says what a marketplace that registers vendors wants. Who keeps the images to the chart is a store
// that does not.
func (p *Package) noteRegistration(o Options) {
	if o.PartnerID == "" && !o.KeepImages {
		p.note("", "the Application names the partner \"unregistered\": put the ids that a marketplace gave you into its deploy-info annotation and, as partnerId and solutionId, into schema.yaml")
	}
}
