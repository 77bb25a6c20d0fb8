import { startPage } from './page.js';
import { register } from './register.js';

startPage();
register();
