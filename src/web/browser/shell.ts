// The design system's own behaviour (menus, modals, theme), only for the components that pages use.
import '@gouvfr/dsfr/dist/core/core.module.js';
import '@gouvfr/dsfr/dist/scheme/scheme.module.js';
import '@gouvfr/dsfr/dist/component/modal/modal.module.js';
import '@gouvfr/dsfr/dist/component/navigation/navigation.module.js';
import '@gouvfr/dsfr/dist/component/header/header.module.js';
import '@gouvfr/dsfr/dist/component/breadcrumb/breadcrumb.module.js';
import '@gouvfr/dsfr/dist/component/sidemenu/sidemenu.module.js';
import '@gouvfr/dsfr/dist/component/accordion/accordion.module.js';
import '@gouvfr/dsfr/dist/component/table/table.module.js';
