import { loadCore } from './load.js';
import { startPage } from './page.js';
import { register } from './register.js';

// First, since it comes from the network and is compiled beside everything else.
void loadCore();
startPage();
register();
