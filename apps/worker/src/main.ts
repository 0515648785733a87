import 'reflect-metadata';
import { work } from './work.js';

process.exitCode = await work(process.env);
