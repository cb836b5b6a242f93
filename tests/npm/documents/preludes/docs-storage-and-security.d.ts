// What the sample of docs/storage-and-security.md takes from its surroundings.
declare const siteUrl: string;
declare const clientId: string;
declare const keychain: {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  erase(name: string): Promise<void>;
};
