import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { SeverableProxy } from '../support/severable-proxy.js';
import { append } from './append-service.js';
import { batchAppend } from './batch-append-service.js';
import {
  features,
  GossipService,
  type gossip,
  nameOf,
  ServerFeaturesService,
  StreamsService,
  streams,
} from './messages.js';
import type { NodeContext } from './node-context.js';
import type { ReadCall } from './read-messages.js';
import { read } from './read-service.js';

const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

export interface DoubleNode {
  proxy: SeverableProxy;
  stop(): Promise<void>;
}

/** One node of the double behind a proxy, so that its connections can be cut. */
export async function startNode(context: NodeContext, clusterInfo: () => gossip.ClusterInfo): Promise<DoubleNode> {
  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
  server.addService(StreamsService, streamsOf(context));
  server.addService(GossipService, {
    read: (_call: unknown, callback: (error: null, info: gossip.ClusterInfo) => void) => callback(null, clusterInfo()),
  });
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, callback: (error: null, methods: features.SupportedMethods) => void) =>
      callback(null, supportedMethods()),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const proxy = await SeverableProxy.start({ host: '127.0.0.1', port });
  return {
    proxy,
    async stop() {
      server.forceShutdown();
      await proxy.stop();
    },
  };
}

function streamsOf(context: NodeContext): UntypedServiceImplementation {
  const { log } = context;
  return {
    append: (call: Parameters<typeof append>[1], callback: Parameters<typeof append>[2]) => {
      append(context, call, callback).catch((error: Error) => callback(error));
    },
    batchAppend: (call: Parameters<typeof batchAppend>[1]) => batchAppend(context, call),
    read: (call: ReadCall) => {
      read(context, call).catch((error: Error) => call.emit('error', error));
    },
    tombstone: (
      call: { request: streams.TombstoneReq },
      callback: (error: null, done: streams.TombstoneResp) => void,
    ) => {
      log.tombstone(nameOf(call.request.getOptions()?.getStreamIdentifier()));
      callback(null, new streams.TombstoneResp());
    },
  };
}

function supportedMethods(): features.SupportedMethods {
  const methods = new features.SupportedMethods();
  methods.setEventStoreServerVersion('protocol double');
  methods.setMethodsList(
    ['append', 'batchappend', 'read', 'tombstone'].map((name) => {
      const method = new features.SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      if (name === 'read') method.setFeaturesList(['position', 'events']);
      return method;
    }),
  );
  return methods;
}
