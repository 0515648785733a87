import { Module } from '@nestjs/common';
import { InsightController } from './insight.controller.js';
import { GetStatisticsHandler } from './queries/get-statistics.query.js';

@Module({ controllers: [InsightController], providers: [GetStatisticsHandler] })
export class InsightModule {}
