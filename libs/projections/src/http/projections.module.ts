import { Module } from '@nestjs/common';
import { ProjectionsController } from './projections.controller.js';
import { RebuildsController } from './rebuilds.controller.js';

@Module({ controllers: [ProjectionsController, RebuildsController] })
export class ProjectionsModule {}
