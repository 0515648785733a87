import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Param, Post } from '@nestjs/common';
import { Ledger } from '#assembly';
import { CustomerIdPipe, recordingBodyOf, splitRecordingBody } from '#intake/http';
import { factDefinitionOf, newId } from '#kernel';
import { Metrics, createLogger } from '#observability';
import { PurchaseRecorded } from '#sales';
import { logUrlOf } from './support/log-url.js';
import { monotonicMs } from './support/monotonic-ms.js';
import type { AppliedAt } from './support/service-process.js';
import { createHttpService } from '../apps/api/src/http-service.js';

const PurchaseBody = recordingBodyOf(factDefinitionOf(PurchaseRecorded));

/** The same path, class and checks as the real route, and an answer of the same form; nothing is stored. */
@Controller('v1/nothing/:customerId')
class NothingController {
  record(customerId: string, body: object): object {
    splitRecordingBody(body);
    return { customerId, eventIds: [newId()], revision: 0, position: '0' };
  }
}
const prototype = NothingController.prototype as object;
Reflect.defineMetadata('design:paramtypes', [String, PurchaseBody], prototype, 'record');
Param('customerId', CustomerIdPipe)(prototype, 'record', 0);
Body()(prototype, 'record', 1);
const descriptor = Object.getOwnPropertyDescriptor(prototype, 'record')!;
Post('purchases')(prototype, 'record', descriptor);
HttpCode(201)(prototype, 'record', descriptor);

@Module({ controllers: [NothingController] })
class NothingModule {}

/**
 * The HTTP service in a process of its own, with one more route that stores nothing. Tells its port to its parent and,
 * asked, when it committed which positions to the read models. Projections run when asked to by the second argument.
 */
const [databaseUrl = '', projecting = ''] = process.argv.slice(2);
const applied: AppliedAt[] = [];
const ledger = await Ledger.open(
  {
    port: 0,
    home: '',
    databaseUrl,
    eventStoreUrl: logUrlOf(databaseUrl),
    logLevel: 'silent',
    host: '127.0.0.1',
    work: 'here',
  },
  {
    threads: 'all',
    onBatchApplied({ position }) {
      // All projections that follow the log are committed together, and then told of one by one.
      if (applied.at(-1)?.position !== `${position}`) applied.push({ position: `${position}`, atMs: monotonicMs() });
    },
  },
);
const app = await createHttpService(ledger, new Metrics(), createLogger('silent'), { extraModules: [NothingModule] });
await app.listen(0, '127.0.0.1');
if (projecting === 'projecting') await ledger.projections.start();
const { port } = new URL(await app.getUrl());
process.send?.({ port: Number(port) });
process.on('message', () => process.send?.({ applied: applied.splice(0) }));
process.once('disconnect', () => void app.close().then(() => ledger.close()));
