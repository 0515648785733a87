import { FactBody } from '#kernel';
import { ContactPoint } from './contact-point.js';

@FactBody({ version: 1, path: 'contact-points', about: 'A way to reach the customer became known.' })
export class ContactPointAdded extends ContactPoint {}
